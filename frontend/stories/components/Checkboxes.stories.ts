import type { Meta } from '@storybook/svelte-vite';
import Checkboxes from '#lib/components/Checkboxes.svelte';
import { official } from '../support/story.ts';

const options = [
	{ value: 'resident', label: 'Abito nella zona' },
	{ value: 'work', label: 'Ci lavoro', help: 'Serve una dichiarazione del datore di lavoro.' },
	{ value: 'garage', label: 'Ho un garage', disabled: true }
];

export default {
	component: Checkboxes,
	parameters: official('form/checkbox'),
	args: { id: 'field', legend: 'Perché chiedi il permesso?', options }
} satisfies Meta<typeof Checkboxes>;

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
export const Filled = { args: { values: ['resident', 'work'] } };
export const Disabled = { args: { disabled: true } };
