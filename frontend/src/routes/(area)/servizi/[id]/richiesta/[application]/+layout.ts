import { error } from '@sveltejs/kit';
import { api, data } from '#lib/api/client.ts';
import { sheetOf } from '#lib/features/content/calls.ts';
import type { LayoutLoad } from './$types.js';

export const load: LayoutLoad = async ({ params, fetch }) => {
	const client = api(fetch);
	const [application, form, service, profile] = await Promise.all([
		data(client.GET('/applications/{id}', { params: { path: { id: params.application } } })),
		data(client.GET('/services/{id}/form', { params: { path: { id: params.id } } })),
		data(client.GET('/services/{id}', { params: { path: { id: params.id } } })),
		data(client.GET('/me/profile'))
	]);
	if (application.service.id !== params.id) error(404, 'No such application of this service');
	// Nobody waits for this: it only says what an appointment would be about.
	const sheet = sheetOf(fetch, params.id).then(
		(card) => card?.id,
		() => undefined
	);
	return { application, form, service, profile, sheet };
};
