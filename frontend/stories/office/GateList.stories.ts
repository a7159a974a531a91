import type { Meta } from '@storybook/svelte-vite';
import GateList from '#lib/features/editor/GateList.svelte';
import '../../src/styles/area.scss';
import '../../src/styles/editor.scss';
import { official } from '../support/story.ts';

export default {
	component: GateList,
	parameters: official('componenti/alert')
} satisfies Meta<typeof GateList>;

export const None = { args: { gates: [] } };
export const Some = {
	args: {
		gates: [
			{ code: 'required', severity: 'block', message: { it: 'Manca la descrizione breve.' } },
			{ code: 'alt', severity: 'override', message: { it: 'L’immagine non ha un testo alternativo.' } },
			{ code: 'long', severity: 'warning', message: { it: 'Il titolo è lungo.' } }
		]
	}
};
