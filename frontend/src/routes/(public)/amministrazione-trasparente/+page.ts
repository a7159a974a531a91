import { getVocabulary } from '#lib/features/content/calls.ts';
import { loadContents } from '#lib/features/site/list.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async (event) => {
	const [vocabulary, list] = await Promise.all([
		getVocabulary(event.fetch, 'transparency-sections'),
		loadContents(event, { type: 'transparency_item', sort: '-updated_at' }),
		loadTexts('special')
	]);
	return { terms: vocabulary.items, ...list };
};
