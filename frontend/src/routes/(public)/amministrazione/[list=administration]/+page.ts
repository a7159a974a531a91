import { loadList } from '#lib/features/site/list.ts';
import { administrationLists } from '#lib/features/site/sections.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = (event) =>
	loadList(event, event.params.list, { ...administrationLists[event.params.list], sort: 'title' });
