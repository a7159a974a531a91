import { error } from '@sveltejs/kit';
import { api, data } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, params }) => {
	const client = api(fetch);
	const categories = await data(client.GET('/service-categories'));
	const category = categories.items.find((c) => c.id === params.id);
	if (!category) error(404, { message: 'There is no such category.' });
	const services = await data(client.GET('/services', { params: { query: { category: category.id, limit: 10 } } }));
	return { category, services };
};
