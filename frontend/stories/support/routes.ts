/** Finds the page of an address among the site's routes and reads its data, as SvelteKit does. */
import { isHttpError, isRedirect } from '@sveltejs/kit';
import type { Component, Snippet } from 'svelte';
import { page } from '$app/state';
import { params as matchers } from '../../src/params.ts';

type Data = Record<string, unknown>;
type Load = (event: unknown) => Data | void | Promise<Data | void>;
type Part = Component<{ data: Data; children?: Snippet }>;
interface Level {
	folder: string;
	load?: Load;
	part?: Part;
}
/** Shown is a page with the frames around it, the outermost first, and what each is given. */
export type Shown = { part: Part; data: Data }[];

const parts = import.meta.glob<Part>('/src/routes/**/+{page,layout,error}.svelte', { import: 'default' });
const loads = import.meta.glob<Load>(['/src/routes/**/+{page,layout}.ts'], { import: 'load' });

const folders = [...new Set(Object.keys(parts).filter((p) => p.endsWith('+page.svelte')).concat(Object.keys(loads).filter((p) => p.endsWith('+page.ts'))).map((p) => p.slice(0, p.lastIndexOf('/'))))]; // prettier-ignore

/** Plain names go before parameters, parameters before the rest of an address. */
const rank = (folder: string) => folder.replaceAll('[...', '~~').replaceAll('[', '~');
const sorted = folders.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));

function match(folder: string, path: string): Record<string, string> | undefined {
	const names: [name: string, matcher?: string][] = [];
	const pattern = folder
		.replace('/src/routes', '')
		.replaceAll(/\/\([^)]+\)/g, '')
		.replaceAll(/\/\[(\.\.\.)?(\w+)(?:=(\w+))?\]/g, (_, rest, name, matcher) => {
			names.push([name, matcher]);
			return rest ? '(?:/(.*))?' : '/([^/]+)';
		});
	const found = new RegExp(`^${pattern || '/?'}$`).exec(path);
	if (!found) return undefined;
	const values = names.map(([name], i) => [name, decodeURIComponent(found[i + 1] ?? '')] as const);
	const known = matchers as unknown as Record<string, { '~standard': { validate: (value: string) => object } }>;
	const fits = names.every(
		([, matcher], i) => !matcher || !('issues' in known[matcher]!['~standard'].validate(values[i]![1]))
	);
	return fits ? Object.fromEntries(values) : undefined;
}

const above = (folder: string) =>
	folder
		.split('/')
		.map((_, i, all) => all.slice(0, i + 1).join('/'))
		.filter((one) => one.startsWith('/src/routes'));

async function level(folder: string, kind: 'page' | 'layout'): Promise<Level> {
	const [load, part] = await Promise.all([
		loads[`${folder}/+${kind}.ts`]?.().catch(() => undefined),
		parts[`${folder}/+${kind}.svelte`]?.()
	]);
	return { folder, load, part };
}

/** visit reads an address: the page and its frames, or the error page where something went wrong. */
export async function visit(address: string, turns = 5): Promise<Shown> {
	const url = new URL(address, location.origin);
	const path = decodeURI(url.pathname).replace(/(.)\/$/, '$1');
	const folder = sorted.find((one) => match(one, path)) ?? '/src/routes';
	const params = match(folder, path) ?? {};
	const route = { id: folder.replace('/src/routes', '') };
	Object.assign(page, { url, params, route, status: 200, error: null });
	const levels = await Promise.all([...above(folder).map((one) => level(one, 'layout')), level(folder, 'page')]);
	const shown: Shown = [];
	let data: Data = {};
	for (const { folder: at, load, part } of levels) {
		try {
			const parent = async () => data;
			const event = { url, params, fetch, parent, route, data: null, depends: () => {}, setHeaders: () => {}, untrack: <T>(read: () => T) => read() }; // prettier-ignore
			data = { ...data, ...(await load?.(event)) };
		} catch (thrown) {
			if (isRedirect(thrown) && turns > 0) return visit(thrown.location, turns - 1);
			return failed(thrown, at, shown, data);
		}
		if (part) shown.push({ part, data });
	}
	page.data = data;
	return shown;
}

async function failed(thrown: unknown, folder: string, shown: Shown, data: Data): Promise<Shown> {
	if (!isHttpError(thrown)) throw thrown;
	page.status = thrown.status;
	page.error = thrown.body;
	const nearest = above(folder).findLast((one) => parts[`${one}/+error.svelte`]) ?? '/src/routes';
	const part = await parts[`${nearest}/+error.svelte`]!();
	return [...shown, { part, data }];
}
