import { getVocabulary, listContents } from '#lib/features/content/calls.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

/** `categoria` and `servizio` choose beforehand what the request is about. */
export const load: PageLoad = async ({ fetch, url }) => {
	const category = url.searchParams.get('categoria') ?? '';
	const [vocabulary, services] = await Promise.all([
		getVocabulary(fetch, 'service-categories'),
		category ? listContents(fetch, { type: 'service', kind: category, sort: 'title', limit: 100 }) : null,
		loadTexts('help')
	]);
	return {
		categories: vocabulary.items,
		category: vocabulary.items.some((term) => term.code === category) ? category : '',
		service: url.searchParams.get('servizio') ?? '',
		services: services?.items ?? []
	};
};
