import { error, redirect } from '@sveltejs/kit';
import { getRelated, lookup } from '#lib/features/content/calls.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

/** Whatever no other route knows is looked up among the contents: they decide their addresses, also the former ones. */
export const load: PageLoad = async ({ fetch, url }) => {
	const [{ content, moved_to: moved }] = await Promise.all([lookup(fetch, url.pathname), loadTexts('page')]);
	if (moved) redirect(301, moved + url.search);
	if (!content) error(404, 'not found');
	return { content, related: await getRelated(fetch, content.id) };
};
