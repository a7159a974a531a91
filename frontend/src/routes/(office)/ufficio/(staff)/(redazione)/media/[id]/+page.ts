import { editorCalls, forPage } from '#lib/features/editor/calls.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, params }) => ({
	file: await forPage(editorCalls.mediaOne(params.id, fetch))
});
