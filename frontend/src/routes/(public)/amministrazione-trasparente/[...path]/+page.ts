import { error, redirect } from '@sveltejs/kit';
import { getRelated, getVocabulary, lookup } from '#lib/features/content/calls.ts';
import { loadView } from '#lib/features/content/views.ts';
import { loadContents } from '#lib/features/site/list.ts';
import { sectionAt } from '#lib/features/site/transparency.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

/** Sections and what is published in them share their addresses: the tree tells which is which. */
export const load: PageLoad = async (event) => {
	const { fetch, url } = event;
	const [{ items: terms }] = await Promise.all([getVocabulary(fetch, 'transparency-sections'), loadTexts('special')]);
	const section = sectionAt(terms, url.pathname);
	if (section) {
		const list = await loadContents(event, { type: 'transparency_item', kind: section.code, sort: '-updated_at' });
		return { terms, section: { ...section, list }, item: null };
	}
	const { content, moved_to: moved } = await lookup(fetch, url.pathname);
	if (moved) redirect(301, moved + url.search);
	if (!content) error(404, 'not found');
	const [related, view] = await Promise.all([getRelated(fetch, content.id), loadView(content.type)]);
	return { terms, section: null, item: { content, related, view } };
};
