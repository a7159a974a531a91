import { error } from '@sveltejs/kit';
import { api, data } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, parent, depends }) => {
	const { operator } = await parent();
	if (!operator.roles.includes('admin')) error(403, 'Administrators only.');
	depends('office:services');
	return { services: (await data(api(fetch).GET('/office/services'))).items };
};
