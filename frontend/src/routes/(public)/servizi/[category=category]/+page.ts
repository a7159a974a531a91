import { listContents } from '#lib/features/content/calls.ts';
import { loadList } from '#lib/features/site/list.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async (event) => {
	const { category } = event.params;
	const [list, offices] = await Promise.all([
		loadList(event, category, { type: 'service', kind: category, sort: 'title' }, 10),
		listContents(event.fetch, { type: 'organizational_unit', kind: 'area', sort: 'title', limit: 6 })
	]);
	return { ...list, offices: offices.items };
};
