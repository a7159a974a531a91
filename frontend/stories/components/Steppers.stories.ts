import type { Meta } from '@storybook/svelte-vite';
import Steppers from '#lib/components/Steppers.svelte';
import { official } from '../support/story.ts';

export default {
	component: Steppers,
	parameters: official('componenti/steppers'),
	args: {
		steps: [
			{ id: 'privacy', title: 'Informativa', href: '/informativa' },
			{ id: 'data', title: 'Dati della richiesta', href: '/dati' },
			{ id: 'files', title: 'Documenti', href: '/documenti' },
			{ id: 'summary', title: 'Riepilogo' }
		]
	}
} satisfies Meta<typeof Steppers>;

export const First = { args: { current: 'privacy' } };
export const Middle = { args: { current: 'data' } };
export const Last = { args: { current: 'summary' } };
