import type { Meta } from '@storybook/svelte-vite';
import { official } from '../support/story.ts';
import { services } from '../support/mock.ts';
import Request from '../support/Request.svelte';

/** The digital forms: one with every type of field, and those of the catalogue among the controls. */
export default {
	component: Request,
	parameters: { layout: 'fullscreen', ...official('form/introduzione', 'componenti/steppers') },
	argTypes: { service: { control: 'select', options: ['sample-form', ...services] } },
	args: { service: 'sample-form' }
} satisfies Meta<typeof Request>;

export const Start = { args: { step: '' } };
export const Notice = { args: { step: 'informativa' } };
export const General = { args: { step: 'dati-generali' } };
export const Specific = { args: { step: 'dati-specifici' } };
export const Documents = { args: { step: 'documenti' } };
export const Summary = { args: { step: 'riepilogo' } };
export const FromTheCatalogue = { args: { service: services[0] ?? 'sample-form', step: 'dati-generali' } };
