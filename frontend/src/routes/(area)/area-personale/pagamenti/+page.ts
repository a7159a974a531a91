import { api, data } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, url }) => {
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const page = await data(api(fetch).GET('/me/payments', { params: { query: { limit: 20, cursor } } }));
	return { page, later: cursor !== undefined };
};
