import { listContents } from '#lib/features/content/calls.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => ({
	offices: (await listContents(fetch, { type: 'organizational_unit', kind: 'ufficio', sort: 'title', limit: 100 }))
		.items
});
