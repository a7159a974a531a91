import { api, data } from '#lib/api/client.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import { safePath } from '#lib/pure/paths.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, url }) => {
	const refusal = url.searchParams.get('error');
	const [providers] = await Promise.all([
		data(api(fetch).GET('/auth/providers')),
		loadTexts('identity'),
		refusal ? loadTexts('errors') : undefined
	]);
	return { providers: providers.items, returnTo: safePath(url.searchParams.get('return_to')), refusal };
};
