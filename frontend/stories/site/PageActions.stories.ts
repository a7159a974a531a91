import type { Meta } from '@storybook/svelte-vite';
import PageActions from '#lib/features/site/PageActions.svelte';
import { official } from '../support/story.ts';

export default {
	component: PageActions,
	parameters: official('componenti/dropdown'),
	args: { title: 'Permesso di accesso alla ZTL' }
} satisfies Meta<typeof PageActions>;

export const Default = {};
export const WithMore = {
	args: { more: [{ icon: 'it-calendar', label: 'Aggiungi al calendario', href: '/evento.ics', download: true }] }
};
