import { loadContents } from '#lib/features/site/list.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = (event) => loadContents(event, { type: 'ranking_publication', sort: '-date' });
