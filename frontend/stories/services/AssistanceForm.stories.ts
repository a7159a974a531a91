import type { Meta } from '@storybook/svelte-vite';
import AssistanceForm from '#lib/features/feedback/AssistanceForm.svelte';
import '../../src/styles/area.scss';
import { official } from '../support/story.ts';

export default {
	component: AssistanceForm,
	parameters: official('form/introduzione'),
	args: { categories: [{ code: 'ztl', label: { it: 'Mobilità e trasporti' } }] }
} satisfies Meta<typeof AssistanceForm>;

export const Empty = {};
export const Chosen = { args: { category: 'ztl' } };
