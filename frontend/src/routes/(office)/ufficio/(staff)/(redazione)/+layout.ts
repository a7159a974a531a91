import { editorCalls, forPage } from '#lib/features/editor/calls.ts';
import type { LayoutLoad } from './$types.js';

/** The model of the contents and the languages of the site, Italian first: every screen of the editors needs them. */
export const load: LayoutLoad = async ({ fetch, parent }) => {
	const [{ site }, types] = await Promise.all([parent(), forPage(editorCalls.types(fetch))]);
	const others = site.languages.filter(({ code }) => code !== 'it');
	return { types: types.items, languages: [{ code: 'it', label: 'Italiano' }, ...others] };
};
