import type { Meta } from '@storybook/svelte-vite';
import Alert from '#lib/components/Alert.svelte';
import { official, words } from '../support/story.ts';

export default {
	component: Alert,
	parameters: official('componenti/alert'),
	args: { title: 'Richiesta inviata', children: words('Trovi la ricevuta nella tua area personale.') }
} satisfies Meta<typeof Alert>;

export const Info = { args: { kind: 'info' } };
export const Success = { args: { kind: 'success' } };
export const Warning = { args: { kind: 'warning' } };
export const Danger = { args: { kind: 'danger' } };
export const WithoutTitle = { args: { title: undefined } };
