import { loadFixed } from '#lib/features/site/fixed.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => {
	await Promise.all([loadTexts('special'), loadTexts('statistics')]);
	return { content: await loadFixed(fetch, '/cookie') };
};
