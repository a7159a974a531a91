import type { Meta } from '@storybook/svelte-vite';
import TextArea from '#lib/components/TextArea.svelte';
import { official } from '../support/story.ts';

export default {
	component: TextArea,
	parameters: official('form/input'),
	args: { id: 'field', label: 'Note' }
} satisfies Meta<typeof TextArea>;

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
export const Filled = { args: { value: 'Entro ogni mattina per portare i bambini a scuola.' } };
export const Disabled = { args: { disabled: true } };
export const Counting = { args: { value: 'Entro ogni mattina.', maxlength: 200 } };
