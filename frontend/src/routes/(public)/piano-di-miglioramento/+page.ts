import { error } from '@sveltejs/kit';
import { loadFixed } from '#lib/features/site/fixed.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

/** The page is there only when the municipality switched it on (C.SI.4.1). */
export const load: PageLoad = async ({ fetch, parent }) => {
	const { site } = await parent();
	if (!site.improvement_plan) error(404, 'There is no improvement plan.');
	await loadTexts('special');
	return { content: await loadFixed(fetch, '/piano-di-miglioramento') };
};
