import { getVocabulary } from '#lib/features/content/calls.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => {
	await loadTexts('special');
	return {
		categories: (await getVocabulary(fetch, 'service-categories')).items
	};
};
