import { listContents } from '#lib/features/content/calls.ts';
import { filtersOf, loadList } from '#lib/features/site/list.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async (event) => {
	const asMap = event.url.searchParams.get('vista') === 'mappa';
	const base = { type: 'place', sort: 'title' } as const;
	const [list, all] = await Promise.all([
		loadList(event, 'luoghi', base),
		asMap ? listContents(event.fetch, { ...base, ...filtersOf(event.url), limit: 100 }) : null
	]);
	return { ...list, asMap, all: all?.items ?? [] };
};
