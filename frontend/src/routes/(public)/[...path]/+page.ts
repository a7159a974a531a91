import { error, redirect } from '@sveltejs/kit';
import { getRelated, lookup } from '#lib/features/content/calls.ts';
import { getOpenings } from '#lib/features/content/page/service.ts';
import { loadView } from '#lib/features/content/views.ts';
import type { PageLoad } from './$types.js';

/** Whatever no other route knows is looked up among the contents: they decide their addresses, also the former ones. */
export const load: PageLoad = async ({ fetch, url }) => {
	const { content, moved_to: moved } = await lookup(fetch, url.pathname);
	if (moved) redirect(301, moved + url.search);
	if (!content) error(404, 'not found');
	const [related, view, openings] = await Promise.all([
		getRelated(fetch, content.id),
		loadView(content.type),
		getOpenings(fetch, content)
	]);
	return { content, related, view, openings };
};
