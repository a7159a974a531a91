import { loadList } from '#lib/features/site/list.ts';
import { documentLists } from '#lib/features/site/sections.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = (event) => {
	const { type } = event.params;
	return loadList(event, type, { ...documentLists[type], sort: type === 'modulistica' ? 'title' : '-date' });
};
