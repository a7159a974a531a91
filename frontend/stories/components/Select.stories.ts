import type { Meta } from '@storybook/svelte-vite';
import Select from '#lib/components/Select.svelte';
import { official } from '../support/story.ts';

const options = [
	{ value: 'resident', label: 'Abito nella zona' },
	{ value: 'work', label: 'Ci lavoro', help: 'Serve una dichiarazione del datore di lavoro.' },
	{ value: 'garage', label: 'Ho un garage', disabled: true }
];

export default {
	component: Select,
	parameters: official('form/select'),
	args: { id: 'field', label: 'Motivo della richiesta', options }
} satisfies Meta<typeof Select>;

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
export const Filled = { args: { value: 'work' } };
export const Disabled = { args: { disabled: true } };
