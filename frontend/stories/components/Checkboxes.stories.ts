import type { Meta } from '@storybook/svelte-vite';
import Checkboxes from '#lib/components/Checkboxes.svelte';
import { answers, official, states } from '../support/story.ts';

export default {
	component: Checkboxes,
	parameters: official('form/checkbox'),
	args: { id: 'field', legend: 'Perché chiedi il permesso?', options: answers }
} satisfies Meta<typeof Checkboxes>;

export const Default = states.plain;
export const Help = states.help;
export const Required = states.required;
export const WithError = states.wrong;
export const Filled = { args: { values: ['resident', 'work'] } };
export const Disabled = states.disabled;
