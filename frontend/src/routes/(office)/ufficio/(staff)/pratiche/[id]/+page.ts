import { api, data, request } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, params }) => {
	const client = api(fetch);
	const path = { path: { id: params.id } };
	const application = await data(client.GET('/office/applications/{id}', { params: path }));
	const [messages, form] = await Promise.all([
		data(client.GET('/office/applications/{id}/messages', { params: path })),
		// The data can be read without the form's words, if they are missing.
		request(client.GET('/services/{id}/form', { params: { path: { id: application.service.id } } })).catch(() => null)
	]);
	return { application, messages: messages.items, form };
};
