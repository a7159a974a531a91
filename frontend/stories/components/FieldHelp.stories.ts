import type { Meta } from '@storybook/svelte-vite';
import FieldHelp from '#lib/components/FieldHelp.svelte';
import { official } from '../support/story.ts';

export default {
	component: FieldHelp,
	parameters: official('form/introduzione'),
	args: { id: 'field' }
} satisfies Meta<typeof FieldHelp>;

export const Help = { args: { help: 'Lo trovi sulla carta di circolazione.' } };
export const WithError = { args: { error: 'Manca la targa: scrivila come nel documento.' } };
export const Both = {
	args: { help: 'Lo trovi sulla carta di circolazione.', error: 'Manca la targa: scrivila come nel documento.' }
};
