import type { SearchQuery } from './types.ts';

/** How many results each part holds. */
export const pageSize = 10;

/** listOf reads a filter that may come several times, as checkboxes send it. */
export const listOf = (params: Pick<URLSearchParams, 'getAll'>, name: string): string[] => [
	...new Set(
		params
			.getAll(name)
			.flatMap((value) => value.split(','))
			.filter(Boolean)
	)
];

/** searchQuery is what the API is asked for the address of a search. */
export function searchQuery(url: URL): SearchQuery {
	const get = (name: string) => url.searchParams.get(name)?.trim() || undefined;
	const cursor = get('cursor');
	const pages = cursor ? 1 : Math.max(1, Number.parseInt(get('pagina') ?? '1', 10) || 1);
	return {
		q: get('q'),
		types: listOf(url.searchParams, 'tipo').join(',') || undefined,
		topics: listOf(url.searchParams, 'argomento').join(',') || undefined,
		from: get('dal'),
		to: get('al'),
		sort: get('ordine') === 'data' ? 'date' : undefined,
		limit: Math.min(100, pages * pageSize),
		cursor
	};
}
