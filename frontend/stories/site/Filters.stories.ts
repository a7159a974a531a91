import type { Meta } from '@storybook/svelte-vite';
import Filters from '#lib/features/search/Filters.svelte';
import { official } from '../support/story.ts';

export default {
	component: Filters,
	parameters: official('form/checkbox', 'form/input'),
	args: {
		id: 'filters',
		types: [],
		topics: [],
		from: '',
		to: '',
		facets: {
			types: [
				{ code: 'service', label: { it: 'Servizi' }, count: 12 },
				{ code: 'news', label: { it: 'Novità' }, count: 4 }
			],
			topics: [{ code: 'ztl', label: { it: 'ZTL' }, count: 3 }]
		}
	}
} satisfies Meta<typeof Filters>;

export const None = {};
export const Some = { args: { types: ['service'], topics: ['ztl'], from: '2026-01-01' } };
