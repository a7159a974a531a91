import { error } from '@sveltejs/kit';
import { editorCalls, forPage } from '#lib/features/editor/calls.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, parent }) => {
	const { operator } = await parent();
	if (!operator.roles.includes('admin')) error(403, 'Administrators only.');
	return { editors: (await forPage(editorCalls.editors(fetch))).items };
};
