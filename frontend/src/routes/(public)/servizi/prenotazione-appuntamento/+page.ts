import { listContents } from '#lib/features/content/calls.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => {
	await loadTexts('special');
	return {
		offices: (await listContents(fetch, { type: 'organizational_unit', kind: 'ufficio', sort: 'title', limit: 100 }))
			.items
	};
};
