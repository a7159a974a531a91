import { api, data, request } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ params, fetch }) => {
	const client = api(fetch);
	const payment = await data(client.GET('/payments/{id}', { params: { path: { id: params.id } } }));
	const application = payment.application_id
		? await request(client.GET('/applications/{id}', { params: { path: { id: payment.application_id } } })).catch(
				() => null
			)
		: null;
	return { payment, application };
};
