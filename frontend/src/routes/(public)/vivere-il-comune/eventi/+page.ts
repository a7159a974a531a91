import { loadList } from '#lib/features/site/list.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = (event) => {
	const past = event.url.searchParams.get('quando') === 'past';
	return loadList(event, 'eventi', { type: 'event', when: 'current', sort: past ? '-date' : 'date' });
};
