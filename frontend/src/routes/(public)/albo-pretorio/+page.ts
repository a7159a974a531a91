import { loadContents } from '#lib/features/site/list.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = (event) =>
	loadContents(
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
