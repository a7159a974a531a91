import { api, data } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => {
	const client = api(fetch);
	const [categories, services] = await Promise.all([
		data(client.GET('/service-categories')),
		data(client.GET('/services', { params: { query: { limit: 6 } } }))
	]);
	return { categories: categories.items.filter((c) => c.services > 0), services: services.items };
};
