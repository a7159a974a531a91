import { editorCalls, forPage } from '#lib/features/editor/calls.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, params, url }) => {
	const [content, revisions] = await Promise.all([
		forPage(editorCalls.read(params.id, fetch)),
		forPage(editorCalls.revisions(params.id, fetch))
	]);
	const numbers = revisions.items.map((revision) => revision.number);
	const asked = (name: string) => numbers.find((number) => number === Number(url.searchParams.get(name)));
	const from = asked('da');
	const to = asked('a');
	const differences = from && to ? await forPage(editorCalls.differences(params.id, from, to, fetch)) : null;
	return { content, revisions: revisions.items, from, to, differences: differences?.items ?? null };
};
