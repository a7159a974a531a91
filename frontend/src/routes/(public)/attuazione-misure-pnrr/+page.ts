import { listContents } from '#lib/features/content/calls.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => {
	await loadTexts('special');
	return {
		projects: (
			await listContents(fetch, {
				type: 'pnrr_project',
				sort: 'title',
				limit: 100,
				fields:
					'id,type,slug,path,title,short_description,kinds,topics,updated_at,extra,data.mission,data.component,data.cup,data.amount_total'
			})
		).items
	};
};
