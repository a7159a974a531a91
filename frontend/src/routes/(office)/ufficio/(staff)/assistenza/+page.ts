import { error } from '@sveltejs/kit';
import { listAssistance, states } from '#lib/features/feedback/office.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, url, parent }) => {
	const { operator } = await parent();
	if (!operator.roles.some((role) => role === 'admin' || role === 'assistance')) error(403, 'Not your office.');
	const state = states.find((one) => one === url.searchParams.get('stato')) ?? 'submitted';
	return { state, page: await listAssistance(fetch, state, url.searchParams.get('cursor') ?? undefined) };
};
