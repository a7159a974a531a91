import { editorCalls, forPage } from '#lib/features/editor/calls.ts';
import { say } from '#lib/features/editor/texts.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, parent }) => {
	const [{ site }, office] = await Promise.all([parent(), forPage(editorCalls.site(fetch))]);
	return { office, logo: site.logo, urp: site.contacts.urp && say(site.contacts.urp.title) };
};
