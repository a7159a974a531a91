import { api, data } from '#lib/api/client.ts';
import { safePath } from '#lib/pure/paths.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, url }) => ({
	providers: (await data(api(fetch).GET('/auth/providers'))).items,
	returnTo: safePath(url.searchParams.get('return_to')),
	refusal: url.searchParams.get('error')
});
