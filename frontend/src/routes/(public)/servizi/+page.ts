import { api, data } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, url }) => {
	const query = url.searchParams.get('q')?.trim() ?? '';
	const category = url.searchParams.get('categoria') ?? '';
	const client = api(fetch);
	const [services, categories] = await Promise.all([
		data(
			client.GET('/services', {
				params: { query: { q: query || undefined, category: category || undefined, limit: 10 } }
			})
		),
		data(client.GET('/service-categories'))
	]);
	return { query, category, services, categories: categories.items.filter((c) => c.services > 0) };
};
