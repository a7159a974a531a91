import { error } from '@sveltejs/kit';
import { api, data } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, parent }) => {
	const { operator } = await parent();
	if (!operator.roles.includes('admin')) error(403, 'Administrators only.');
	return { services: (await data(api(fetch).GET('/office/services'))).items };
};
