import type { Meta } from '@storybook/svelte-vite';
import TextInput from '#lib/components/TextInput.svelte';
import { official, states } from '../support/story.ts';

export default {
	component: TextInput,
	parameters: official('form/input'),
	args: { id: 'field', label: 'Targa del veicolo' }
} satisfies Meta<typeof TextInput>;

export const Default = states.plain;
export const Help = states.help;
export const Required = states.required;
export const WithError = states.wrong;
export const Filled = { args: { value: 'ZZ123ZZ' } };
export const Disabled = states.disabled;
export const ReadOnly = { args: { value: 'SMPNNA80A41Z999W', readonly: true } };
export const LongLabel = {
	args: { label: 'Targa del veicolo con cui entri nella zona a traffico limitato, anche se non è tuo' }
};
