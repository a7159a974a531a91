import { readComments, readStatistics } from '#lib/features/feedback/office.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, url }) => {
	const scope = url.searchParams.get('di') === 'servizi' ? 'service' : 'page';
	const [statistics, comments] = await Promise.all([
		readStatistics(fetch, scope),
		readComments(fetch, url.searchParams.get('cursor') ?? undefined),
		loadTexts('public')
	]);
	return { scope, statistics, comments } as const;
};
