import { editorCalls, forPage } from '#lib/features/editor/calls.ts';
import type { PageLoad } from './$types.js';

const kinds = ['image', 'document', 'video', 'audio'];

export const load: PageLoad = async ({ fetch, url }) => {
	const q = url.searchParams.get('q')?.trim() ?? '';
	const kind = kinds.find((known) => known === url.searchParams.get('tipo')) ?? '';
	const query = { q, kind, limit: 36 };
	return { query, kinds, page: await forPage(editorCalls.media(query, fetch)) };
};
