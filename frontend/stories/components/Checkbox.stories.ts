import type { Meta } from '@storybook/svelte-vite';
import Checkbox from '#lib/components/Checkbox.svelte';
import { official } from '../support/story.ts';

export default {
	component: Checkbox,
	parameters: official('form/checkbox'),
	args: { id: 'field', label: 'Dichiaro che i dati sono veri' }
} satisfies Meta<typeof Checkbox>;

export const Default = {};
export const Help = { args: { help: 'Lo trovi sulla carta di circolazione.' } };
export const Required = { args: { required: true } };
export const WithError = {
	args: {
		required: true,
		help: 'Lo trovi sulla carta di circolazione.',
		error: 'Manca la targa: scrivila come nel documento.'
	}
};
export const Filled = { args: { checked: true } };
export const Disabled = { args: { disabled: true } };
