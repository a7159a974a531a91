import { error } from '@sveltejs/kit';
import { readSynonyms } from '#lib/features/feedback/office.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, parent }) => {
	const { operator } = await parent();
	if (!operator.roles.includes('admin')) error(403, 'Administrators only.');
	return readSynonyms(fetch);
};
