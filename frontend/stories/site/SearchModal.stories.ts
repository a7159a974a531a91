import type { Meta } from '@storybook/svelte-vite';
import SearchModal from '#lib/features/site/SearchModal.svelte';
import { site } from '#testing/mock/site-fixtures.ts';
import { official } from '../support/story.ts';

export default {
	component: SearchModal,
	parameters: { layout: 'fullscreen', ...official('componenti/modale') },
	args: { open: true, links: site.search_suggestions }
} satisfies Meta<typeof SearchModal>;

export const Open = {};
