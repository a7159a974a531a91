import { loadContents } from '#lib/features/site/list.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async (event) => {
	await loadTexts('special');
	return loadContents(event, { type: 'faq' }, 10);
};
