import type { Meta } from '@storybook/svelte-vite';
import Facts from '#lib/features/content/page/Facts.svelte';
import InPage from '../support/InPage.svelte';
import { official } from '../support/story.ts';

export default {
	component: Facts,
	decorators: [() => ({ Component: InPage })],
	parameters: official('organizzare-i-contenuti/liste')
} satisfies Meta<typeof Facts>;

export const Default = {
	args: {
		facts: [
			['Codice', 'A-12'],
			['Persone', 3],
			['Descrizione', { it: '<p>Un testo <strong>formattato</strong>.</p>' }]
		]
	}
};
