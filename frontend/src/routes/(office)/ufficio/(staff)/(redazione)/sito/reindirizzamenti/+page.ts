import { editorCalls, forPage } from '#lib/features/editor/calls.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => ({
	page: await forPage(editorCalls.redirects({ limit: 50 }, fetch))
});
