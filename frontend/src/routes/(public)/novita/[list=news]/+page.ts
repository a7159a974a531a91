import { loadList } from '#lib/features/site/list.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = (event) =>
	loadList(event, event.params.list, { type: 'news', kind: event.params.list, sort: '-date' });
