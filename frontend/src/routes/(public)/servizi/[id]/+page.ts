import { error, redirect } from '@sveltejs/kit';
import { lookup, sheetPath } from '#lib/features/content/calls.ts';
import type { PageLoad } from './$types.js';

/** The address of a digital service leads to its sheet, wherever its editors put it. */
export const load: PageLoad = async ({ fetch, params, url }) => {
	const path = (await sheetPath(fetch, params.id)) ?? (await lookup(fetch, url.pathname)).moved_to;
	if (path) redirect(301, path + url.search);
	error(404, 'not found');
};
