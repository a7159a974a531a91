import type { Meta } from '@storybook/svelte-vite';
import IntegrationDialog from '#lib/features/office/IntegrationDialog.svelte';
import { nothing, official } from '../support/story.ts';

export default {
	component: IntegrationDialog,
	parameters: official('componenti/modale', 'form/checkbox'),
	args: { applicationId: 'a-1', files: [{ value: 'licence', label: 'Patente' }], open: true, ondone: nothing }
} satisfies Meta<typeof IntegrationDialog>;

export const Default = {};
