import { error } from '@sveltejs/kit';
import { editorCalls, forPage } from '#lib/features/editor/calls.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, params, parent }) => {
	const content = await forPage(editorCalls.read(params.id, fetch));
	const { types } = await parent();
	const type = types.find((known) => known.type === content.type);
	if (!type) error(404, 'Unknown content type.');
	return { content, type };
};
