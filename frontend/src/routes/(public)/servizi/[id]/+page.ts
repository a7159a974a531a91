import { api, data } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, params }) => ({
	service: await data(api(fetch).GET('/services/{id}', { params: { path: { id: params.id } } }))
});
