import { api, data } from '#lib/api/client.ts';
import { filters, toFilter } from '#lib/features/applications/actions.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, url }) => {
	const filter = toFilter(url.searchParams.get('stato'));
	const q = url.searchParams.get('q')?.trim() ?? '';
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const page = await data(
		api(fetch).GET('/me/applications', {
			params: { query: { status: filters[filter] || undefined, q: q || undefined, limit: 10, cursor } }
		})
	);
	return { filter, q, page, later: cursor !== undefined };
};
