import { redirect } from '@sveltejs/kit';
import { loadTexts } from '#lib/i18n/bundles.ts';
import { session } from '#lib/session.svelte.ts';
import type { LayoutLoad } from './$types.js';

export const ssr = false;

/** Only the person signed in comes here; the others sign in first and come back to the same page. */
export const load: LayoutLoad = async ({ fetch, url }) => {
	const [current] = await Promise.all([session.load(fetch, true), loadTexts('area')]);
	if (!current.authenticated || current.kind !== 'citizen') {
		redirect(303, `/accedi?return_to=${encodeURIComponent(url.pathname + url.search)}`);
	}
	return { session: current };
};
