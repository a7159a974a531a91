import { redirect } from '@sveltejs/kit';
import { session } from '#lib/session.svelte.ts';
import type { LayoutLoad } from './$types.js';

/** Only operators come here; the others sign in first and come back to the same page. */
export const load: LayoutLoad = async ({ fetch, url }) => {
	const current = await session.load(fetch, true);
	if (current.kind !== 'operator' || !current.operator) {
		redirect(303, `/ufficio/accedi?return_to=${encodeURIComponent(url.pathname + url.search)}`);
	}
	return { operator: current.operator };
};
