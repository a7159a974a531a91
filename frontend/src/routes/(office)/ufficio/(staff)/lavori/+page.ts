import { error } from '@sveltejs/kit';
import { api, data } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, url, parent }) => {
	const { operator } = await parent();
	if (!operator.roles.includes('admin')) error(403, 'Administrators only.');
	const state = url.searchParams.get('stato') === 'waiting' ? 'waiting' : 'failed';
	const jobs = await data(api(fetch).GET('/office/jobs', { params: { query: { state, limit: 50 } } }));
	return { state, jobs: jobs.items };
};
