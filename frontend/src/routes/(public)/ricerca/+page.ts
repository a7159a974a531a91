import { search } from '#lib/features/search/calls.ts';
import { searchQuery } from '#lib/features/search/query.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, url }) => {
	const query = searchQuery(url);
	return { query, first: await search(fetch, query) };
};
