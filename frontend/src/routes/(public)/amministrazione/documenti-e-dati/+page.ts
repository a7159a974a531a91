import { loadList } from '#lib/features/site/list.ts';
import type { PageLoad } from './$types.js';

const types = 'public_document,form_document,dataset,call,ranking_publication';

export const load: PageLoad = (event) => loadList(event, 'documents', { type: types, sort: '-date' });
