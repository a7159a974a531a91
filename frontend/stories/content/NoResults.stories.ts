import type { Meta } from '@storybook/svelte-vite';
import NoResults from '#lib/features/content/NoResults.svelte';
import { official } from '../support/story.ts';

export default {
	component: NoResults,
	parameters: official('componenti/alert'),
	args: { clear: '/servizi' }
} satisfies Meta<typeof NoResults>;

export const Empty = {};
export const Query = { args: { query: 'carta blu' } };
export const Filtered = { args: { filtered: true } };
