import type { Meta } from '@storybook/svelte-vite';
import Dates from '#lib/features/content/page/Dates.svelte';
import { official } from '../support/story.ts';

export default {
	component: Dates,
	parameters: official('componenti/timeline')
} satisfies Meta<typeof Dates>;

export const Default = {
	args: {
		steps: [
			{ date: '2026-12-01', title: 'Si aprono le iscrizioni' },
			{ date: '2027-01-31', title: 'Ultimo giorno' }
		]
	}
};
