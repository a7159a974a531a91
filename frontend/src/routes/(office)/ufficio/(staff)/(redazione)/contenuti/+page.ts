import { editorCalls, forPage } from '#lib/features/editor/calls.ts';
import type { PageLoad } from './$types.js';

const statuses = ['draft', 'in_review', 'scheduled', 'published', 'unpublished', 'expired', 'archived'];

export const load: PageLoad = async ({ fetch, url }) => {
	const asked = (name: string) => url.searchParams.get(name)?.trim() ?? '';
	const status = statuses.find((known) => known === asked('stato')) ?? '';
	const sort = asked('ordina') === 'title' ? 'title' : '-updated_at';
	const filter = { q: asked('q'), type: asked('tipo'), status, sort, mine: asked('mie') === '1' };
	const query = { ...filter, mine: filter.mine || undefined, limit: 25 };
	return { filter, query, statuses, page: await forPage(editorCalls.list(query, fetch)) };
};
