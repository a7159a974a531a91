import { getMap } from '#lib/features/site/calls.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => {
	await loadTexts('special');
	return { map: await getMap(fetch) };
};
