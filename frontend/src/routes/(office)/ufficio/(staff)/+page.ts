import { api, data } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

const tabs = ['open', 'mine', 'unassigned', 'integration', 'closed', 'all'] as const;

export const load: PageLoad = async ({ fetch, url }) => {
	const query = url.searchParams.get('q')?.trim() ?? '';
	const tab = tabs.find((name) => name === url.searchParams.get('stato')) ?? 'open';
	const sort: 'newest' | 'urgency' = url.searchParams.get('ordina') === 'newest' ? 'newest' : 'urgency';
	const page = await data(
		api(fetch).GET('/office/applications', {
			params: { query: { status: tab, q: query || undefined, sort, limit: 20, counts: true } }
		})
	);
	return { query, tab, sort, page };
};
