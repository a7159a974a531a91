import type { Meta } from '@storybook/svelte-vite';
import ApplicationTable from '#lib/features/office/ApplicationTable.svelte';
import { officeList } from '#testing/mock/fixtures.ts';
import { official } from '../support/story.ts';

export default {
	component: ApplicationTable,
	parameters: official('organizzare-i-contenuti/tabelle'),
	args: { items: officeList, caption: 'Richieste da lavorare' }
} satisfies Meta<typeof ApplicationTable>;

export const Default = {};
export const One = { args: { items: officeList.slice(0, 1) } };
