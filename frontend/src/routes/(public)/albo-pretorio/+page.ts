import { loadContents } from '#lib/features/site/list.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async (event) => {
	await loadTexts('special');
	return loadContents(
		event,
		{
			type: 'notice_board_entry',
			when: 'current',
			sort: '-date',
			fields:
				'id,type,slug,path,title,short_description,kind,kinds,topics,date,end_date,updated_at,extra,data.register_number,data.requesting_body'
		},
		20
	);
};
