import type { Meta } from '@storybook/svelte-vite';
import FileUpload from '#lib/components/FileUpload.svelte';
import { nothing, official } from '../support/story.ts';

const files = [{ id: 'f-1', name: 'patente.pdf', size: 182_000, href: '/patente.pdf' }];

export default {
	component: FileUpload,
	parameters: official('form/upload'),
	args: {
		id: 'field',
		label: 'Copia della patente',
		accept: ['application/pdf', 'image/jpeg'],
		maxBytes: 5_000_000,
		onfiles: nothing,
		onremove: nothing
	}
} satisfies Meta<typeof FileUpload>;

export const Empty = {};
export const Filled = { args: { files } };
export const Sending = { args: { uploading: { name: 'patente.pdf', share: 0.4 } } };
export const WithError = { args: { required: true, error: 'Manca la copia della patente.' } };
export const Disabled = { args: { files, disabled: true } };
