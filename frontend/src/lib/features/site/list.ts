import { listContents } from '#lib/features/content/calls.ts';
import type { ContentQuery } from '#lib/features/content/types.ts';
import { getSection } from './calls.ts';

/** How many contents a list shows, and how many more each time. */
export const pageSize = 12;

/** The names that filters have in addresses. */
export const names = {
	q: 'q',
	kind: 'tipo',
	topic: 'argomento',
	from: 'dal',
	to: 'al',
	when: 'quando',
	cursor: 'cursor'
} as const;

/** filtersOf reads the filters out of an address. */
export function filtersOf(url: URL): ContentQuery {
	const get = (name: string) => url.searchParams.get(name)?.trim() || undefined;
	const when = get(names.when);
	return {
		q: get(names.q),
		kind: get(names.kind),
		topic: get(names.topic),
		from: get(names.from),
		to: get(names.to),
		when: when === 'past' || when === 'all' || when === 'current' ? when : undefined
	};
}

/**
 * listQuery is what the API is asked for a list page. `pagina` counts the parts
 * already opened, so that coming back shows them again; `cursor` is the next
 * part on its own, for who goes on without JavaScript.
 */
export function listQuery(url: URL, base: ContentQuery, size = pageSize): ContentQuery {
	const cursor = url.searchParams.get(names.cursor) ?? undefined;
	const pages = cursor ? 1 : Math.max(1, Number.parseInt(url.searchParams.get('pagina') ?? '1', 10) || 1);
	const given = Object.fromEntries(Object.entries(filtersOf(url)).filter(([, value]) => value !== undefined));
	return { ...base, ...given, limit: Math.min(100, pages * size), cursor };
}

interface Reading {
	fetch: typeof globalThis.fetch;
	url: URL;
}

/** loadContents reads the first part of a list, with the filters of the address. */
export async function loadContents({ fetch, url }: Reading, base: ContentQuery, size = pageSize) {
	const query = listQuery(url, base, size);
	const first = await listContents(fetch, query);
	return { first, query: { ...query, limit: size, cursor: undefined }, filters: filtersOf(url) };
}

/** loadList reads a page of the second level: its heading and the first part of its list. */
export async function loadList(event: Reading, id: string, base: ContentQuery, size = pageSize) {
	const [section, list] = await Promise.all([getSection(event.fetch, id), loadContents(event, base, size)]);
	return { section, ...list };
}

/** ListData is what loadContents gives to a page. */
export type ListData = Awaited<ReturnType<typeof loadContents>>;
