import type { Meta } from '@storybook/svelte-vite';
import RadioGroup from '#lib/components/RadioGroup.svelte';
import { answers, official, states } from '../support/story.ts';

export default {
	component: RadioGroup,
	parameters: official('form/radio-button'),
	args: { id: 'field', legend: 'Perché chiedi il permesso?', options: answers }
} satisfies Meta<typeof RadioGroup>;

export const Default = states.plain;
export const Help = states.help;
export const Required = states.required;
export const WithError = states.wrong;
export const Filled = { args: { value: 'work' } };
export const Disabled = states.disabled;
