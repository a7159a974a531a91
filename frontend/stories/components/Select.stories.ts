import type { Meta } from '@storybook/svelte-vite';
import Select from '#lib/components/Select.svelte';
import { answers, official, states } from '../support/story.ts';

export default {
	component: Select,
	parameters: official('form/select'),
	args: { id: 'field', label: 'Motivo della richiesta', options: answers }
} satisfies Meta<typeof Select>;

export const Default = states.plain;
export const Help = states.help;
export const Required = states.required;
export const WithError = states.wrong;
export const Filled = { args: { value: 'work' } };
export const Disabled = states.disabled;
