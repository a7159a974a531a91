import { api, data } from '#lib/api/client.ts';
import type { LayoutLoad } from './$types.js';

export const load: LayoutLoad = async ({ fetch }) => ({
	tenant: await data(api(fetch).GET('/tenant'))
});
