import type { Data } from './types.ts';

/** clean drops what is empty: an untouched field and an emptied one are the same. */
export function clean(value: unknown): unknown {
	if (value === null || value === undefined || value === '') return undefined;
	if (Array.isArray(value)) {
		const kept = value.map(clean).filter((item) => item !== undefined);
		return kept.length ? kept : undefined;
	}
	if (typeof value !== 'object') return value;
	const kept = Object.entries(value)
		.map(([key, item]) => [key, clean(item)] as const)
		.filter(([, item]) => item !== undefined);
	return kept.length ? Object.fromEntries(kept) : undefined;
}

/** cleanData is `clean` for the whole of a content. */
export const cleanData = (data: Data): Data => (clean(data) as Data | undefined) ?? {};

const isObject = (value: unknown): value is Data =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** same compares two values, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
	if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
	if (isObject(a) && isObject(b)) {
		const keys = Object.keys(a);
		return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
	}
	return a === b;
}

/** patchOf is the merge patch (RFC 7396) that turns one content into the other; undefined when nothing changed. */
export function patchOf(from: Data, to: Data): Data | undefined {
	const patch: Data = {};
	for (const key of Object.keys(from)) if (!(key in to)) patch[key] = null;
	for (const [key, value] of Object.entries(to)) {
		const before = from[key];
		if (same(before, value)) continue;
		patch[key] = isObject(before) && isObject(value) ? patchOf(before, value) : value;
	}
	return Object.keys(patch).length ? patch : undefined;
}

/** Clash is a field that is not the same here and there. */
export interface Clash {
	field: string;
	mine: unknown;
	theirs: unknown;
	/** who changed it since the version both started from */
	by: 'me' | 'them' | 'both';
}

/** clashes compares what is here and what the server has with the version both started from. */
export function clashes(base: Data, mine: Data, theirs: Data): Clash[] {
	const keys = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
	return [...keys].flatMap((field): Clash[] => {
		if (same(mine[field], theirs[field])) return [];
		const changedHere = !same(base[field], mine[field]);
		const changedThere = !same(base[field], theirs[field]);
		const by = changedHere && changedThere ? 'both' : changedHere ? 'me' : 'them';
		return [{ field, mine: mine[field], theirs: theirs[field], by }];
	});
}

export type Side = 'mine' | 'theirs' | 'both';

/** joined puts two texts one after the other, by language: nothing written by either is lost. */
export function joined(theirs: unknown, mine: unknown): unknown {
	if (Array.isArray(theirs) && Array.isArray(mine)) {
		return [...theirs, ...mine.filter((item) => !theirs.some((other) => same(other, item)))];
	}
	if (isObject(theirs) && isObject(mine)) {
		const result: Data = { ...theirs };
		for (const [key, value] of Object.entries(mine)) {
			result[key] = key in theirs ? joined(theirs[key], value) : value;
		}
		return result;
	}
	if (typeof theirs !== 'string' || typeof mine !== 'string' || theirs === mine) return mine ?? theirs;
	return theirs.startsWith('<') || mine.startsWith('<') ? theirs + mine : `${theirs} ${mine}`;
}

/** resolved is the content after the choices; what was not chosen about stays as the one who changed it left it. */
export function resolved(theirs: Data, found: Clash[], choices: Record<string, Side>): Data {
	const result: Data = { ...theirs };
	for (const { field, mine, theirs: other, by } of found) {
		const side = choices[field] ?? (by === 'them' ? 'theirs' : 'mine');
		const value = side === 'mine' ? mine : side === 'theirs' ? other : joined(other, mine);
		if (value === undefined) delete result[field];
		else result[field] = value;
	}
	return result;
}
