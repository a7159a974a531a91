import { api, data } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, url }) => {
	const query = url.searchParams.get('q')?.trim() ?? '';
	if (!query) return { query, services: null };
	const services = await data(api(fetch).GET('/services', { params: { query: { q: query, limit: 10 } } }));
	return { query, services };
};
