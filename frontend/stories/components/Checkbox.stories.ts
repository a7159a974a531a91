import type { Meta } from '@storybook/svelte-vite';
import Checkbox from '#lib/components/Checkbox.svelte';
import { official, states } from '../support/story.ts';

export default {
	component: Checkbox,
	parameters: official('form/checkbox'),
	args: { id: 'field', label: 'Dichiaro che i dati sono veri' }
} satisfies Meta<typeof Checkbox>;

export const Default = states.plain;
export const Help = states.help;
export const Required = states.required;
export const WithError = states.wrong;
export const Filled = { args: { checked: true } };
export const Disabled = states.disabled;
