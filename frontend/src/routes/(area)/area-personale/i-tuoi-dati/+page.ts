import { listAccesses, listExports, readQuery } from '#lib/features/privacy/calls.ts';
import type { PageLoad } from './$types.js';

/** The lists may take a moment: the page does not wait for them. */
export const load: PageLoad = ({ fetch, url }) => {
	const query = readQuery(url.searchParams);
	return { query, accesses: listAccesses(fetch, query), exports: listExports(fetch) };
};
