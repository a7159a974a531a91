import type { Meta } from '@storybook/svelte-vite';
import TextInput from '#lib/components/TextInput.svelte';
import { official } from '../support/story.ts';

export default {
	component: TextInput,
	parameters: official('form/input'),
	args: { id: 'field', label: 'Targa del veicolo' }
} satisfies Meta<typeof TextInput>;

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
export const Filled = { args: { value: 'ZZ123ZZ' } };
export const Disabled = { args: { disabled: true } };
export const ReadOnly = { args: { value: 'SMPNNA80A41Z999W', readonly: true } };
export const LongLabel = {
	args: { label: 'Targa del veicolo con cui entri nella zona a traffico limitato, anche se non è tuo' }
};
