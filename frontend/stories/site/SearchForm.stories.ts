import type { Meta } from '@storybook/svelte-vite';
import SearchForm from '#lib/features/search/SearchForm.svelte';
import { official } from '../support/story.ts';

export default {
	component: SearchForm,
	parameters: official('form/input'),
	args: { id: 'search' }
} satisfies Meta<typeof SearchForm>;

export const Empty = {};
export const Filled = { args: { query: 'carta d’identità' } };
