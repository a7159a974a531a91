import type { Meta } from '@storybook/svelte-vite';
import DecisionDialog from '#lib/features/office/DecisionDialog.svelte';
import { nothing, official } from '../support/story.ts';

export default {
	component: DecisionDialog,
	parameters: official('componenti/modale', 'form/input'),
	args: { applicationId: 'a-1', open: true, ondone: nothing }
} satisfies Meta<typeof DecisionDialog>;

export const Accept = { args: { outcome: 'accepted' } };
export const Reject = { args: { outcome: 'rejected' } };
