import type { Data } from './types.ts';

type Segment = string | number;

const known = new Map<string, readonly Segment[]>();

/** segments splits `children[0].name` into its steps; forms ask for the same paths at every key. */
export function segments(path: string): readonly Segment[] {
	let steps = known.get(path);
	if (!steps) known.set(path, (steps = split(path)));
	return steps;
}

function split(path: string): Segment[] {
	const out: Segment[] = [];
	for (const part of path.split('.')) {
		const name = part.replace(/\[\d+\]/g, '');
		if (name) out.push(/^\d+$/.test(name) ? Number(name) : name);
		for (const index of part.matchAll(/\[(\d+)\]/g)) out.push(Number(index[1]));
	}
	return out;
}

/** pointer writes a path the way errors name it: `/children/0/name`. */
export function pointer(path: string): string {
	return segments(path)
		.map((s) => '/' + String(s).replaceAll('~', '~0').replaceAll('/', '~1'))
		.join('');
}

/** pathOf is the inverse of pointer: `/children/0/name` gives `children[0].name`. */
export function pathOf(ptr: string): string {
	return ptr
		.split('/')
		.slice(1)
		.map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~'))
		.reduce((path, s) => (/^\d+$/.test(s) ? `${path}[${s}]` : path ? `${path}.${s}` : s), '');
}

/** getPath reads a value; whatever is missing on the way gives undefined. */
export function getPath(data: unknown, path: string): unknown {
	let current: unknown = data;
	for (const s of segments(path)) {
		if (current === null || typeof current !== 'object' || !Object.hasOwn(current, s)) return undefined;
		current = (current as Record<Segment, unknown>)[s];
	}
	return current;
}

/** setPath writes a value in place, making the objects on the way; undefined removes the key. */
export function setPath(data: Data, path: string, value: unknown): void {
	if (value === undefined) return removePath(data, path);
	const steps = segments(path);
	let current: Record<Segment, unknown> = data;
	steps.slice(0, -1).forEach((s, i) => {
		if (current[s] === null || typeof current[s] !== 'object') {
			current[s] = typeof steps[i + 1] === 'number' ? [] : {};
		}
		current = current[s] as Record<Segment, unknown>;
	});
	current[steps[steps.length - 1]!] = value;
}

/** removePath deletes a value and the objects that it leaves empty. */
export function removePath(data: Data, path: string): void {
	const steps = segments(path);
	const parents: [Record<Segment, unknown>, Segment][] = [];
	let current: unknown = data;
	for (const s of steps) {
		if (current === null || typeof current !== 'object' || !Object.hasOwn(current, s)) return;
		parents.push([current as Record<Segment, unknown>, s]);
		current = (current as Record<Segment, unknown>)[s];
	}
	const [last, key] = parents.pop()!;
	delete last[key];
	while (parents.length > 0) {
		const [owner, name] = parents.pop()!;
		const child = owner[name];
		if (Array.isArray(child) || Object.keys(child as object).length > 0) return;
		delete owner[name];
	}
}

/** joinKey puts the key of a field inside an item of a list after the item's own path. */
export function joinKey(base: string, key: string): string {
	return base ? `${base}.${key}` : key;
}
