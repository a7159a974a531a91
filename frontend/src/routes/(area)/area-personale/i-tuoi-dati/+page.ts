import { listAccesses, readQuery } from '#lib/features/privacy/calls.ts';
import type { PageLoad } from './$types.js';

/** The list may take a moment: the page does not wait for it. */
export const load: PageLoad = ({ fetch, url }) => {
	const query = readQuery(url.searchParams);
	return { query, accesses: listAccesses(fetch, query) };
};
