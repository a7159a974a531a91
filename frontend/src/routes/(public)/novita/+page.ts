import { loadList } from '#lib/features/site/list.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = (event) => loadList(event, 'news', { type: 'news', sort: '-date' });
