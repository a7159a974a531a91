import { getVocabulary } from '#lib/features/content/calls.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => ({
	categories: (await getVocabulary(fetch, 'service-categories')).items
});
