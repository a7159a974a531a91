import type { Meta } from '@storybook/svelte-vite';
import FilterDialog from '#lib/features/search/FilterDialog.svelte';
import { nothing, official } from '../support/story.ts';

export default {
	component: FilterDialog,
	parameters: { layout: 'fullscreen', ...official('componenti/modale') },
	args: {
		open: true,
		types: ['service'],
		topics: [],
		query: {},
		total: 12,
		follow: nothing,
		facets: {
			types: [
				{ code: 'service', label: { it: 'Servizi' }, count: 12 },
				{ code: 'news', label: { it: 'Novità' }, count: 4 }
			],
			topics: [{ code: 'ztl', label: { it: 'ZTL' }, count: 3 }]
		}
	}
} satisfies Meta<typeof FilterDialog>;

export const Open = {};
