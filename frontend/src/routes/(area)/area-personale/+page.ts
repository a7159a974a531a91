import { api, request } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

/** Each part of the desk stands by itself: one that does not answer leaves the others. */
const part = async <T>(call: Promise<T>): Promise<T | null> => {
	try {
		return await call;
	} catch {
		return null;
	}
};

export const load: PageLoad = async ({ fetch }) => {
	const client = api(fetch);
	const [todo, recent, messages] = await Promise.all([
		part(
			request(
				client.GET('/me/applications', {
					params: { query: { status: 'draft,awaiting_payment,integration_requested', limit: 5 } }
				})
			)
		),
		part(request(client.GET('/me/applications', { params: { query: { limit: 6 } } }))),
		part(request(client.GET('/me/messages', { params: { query: { limit: 3 } } })))
	]);
	return { todo, recent, messages };
};
