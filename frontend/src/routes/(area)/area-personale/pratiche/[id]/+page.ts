import { api, data, request } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

const orNull = async <T>(call: Promise<T>): Promise<T | null> => {
	try {
		return await call;
	} catch {
		return null;
	}
};

export const load: PageLoad = async ({ params, fetch }) => {
	const client = api(fetch);
	const application = await data(client.GET('/applications/{id}', { params: { path: { id: params.id } } }));
	const [form, profile, thread] = await Promise.all([
		orNull(request(client.GET('/services/{id}/form', { params: { path: { id: application.service.id } } }))),
		orNull(request(client.GET('/me/profile'))),
		application.status === 'draft'
			? null
			: orNull(request(client.GET('/applications/{id}/messages', { params: { path: { id: params.id } } })))
	]);
	return { application, form, profile, thread };
};
