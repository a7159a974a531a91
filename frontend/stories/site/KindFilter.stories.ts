import type { Meta } from '@storybook/svelte-vite';
import KindFilter from '#lib/features/site/KindFilter.svelte';
import { official } from '../support/story.ts';

export default {
	component: KindFilter,
	parameters: official('form/select'),
	args: {
		value: '',
		kinds: [
			{ term: { code: 'museo', label: { it: 'Museo' } }, count: 2 },
			{ term: { code: 'biblioteca', label: { it: 'Biblioteca' } }, count: 1 }
		]
	}
} satisfies Meta<typeof KindFilter>;

export const All = {};
export const One = { args: { value: 'museo' } };
