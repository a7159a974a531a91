import type { Meta } from '@storybook/svelte-vite';
import TextArea from '#lib/components/TextArea.svelte';
import { official, states } from '../support/story.ts';

export default {
	component: TextArea,
	parameters: official('form/input'),
	args: { id: 'field', label: 'Note' }
} satisfies Meta<typeof TextArea>;

export const Default = states.plain;
export const Help = states.help;
export const Required = states.required;
export const WithError = states.wrong;
export const Filled = { args: { value: 'Entro ogni mattina per portare i bambini a scuola.' } };
export const Disabled = states.disabled;
export const Counting = { args: { value: 'Entro ogni mattina.', maxlength: 200 } };
