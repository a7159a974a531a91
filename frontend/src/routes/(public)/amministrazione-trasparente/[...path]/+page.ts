import { redirect } from '@sveltejs/kit';
import { getVocabulary, lookup } from '#lib/features/content/calls.ts';
import { loadContents } from '#lib/features/site/list.ts';
import { sectionAt } from '#lib/features/site/transparency.ts';
import type { PageLoad } from './$types.js';

/** Sections and what is published in them share their addresses: the tree tells which is which. */
export const load: PageLoad = async (event) => {
	const { items: terms } = await getVocabulary(event.fetch, 'transparency-sections');
	const section = sectionAt(terms, event.url.pathname);
	if (section) {
		const list = await loadContents(event, { type: 'transparency_item', kind: section.code, sort: '-updated_at' });
		return { terms, section, list, content: null };
	}
	const found = await lookup(event.fetch, event.url.pathname);
	if (found.moved_to) redirect(301, found.moved_to);
	return { terms, section: null, list: null, content: found.content ?? null };
};
