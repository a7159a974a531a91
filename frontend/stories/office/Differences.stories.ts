import type { Meta } from '@storybook/svelte-vite';
import Differences from '#lib/features/editor/Differences.svelte';
import '../../src/styles/area.scss';
import '../../src/styles/editor.scss';
import { official } from '../support/story.ts';

export default {
	component: Differences,
	parameters: official('organizzare-i-contenuti/testo')
} satisfies Meta<typeof Differences>;

export const Default = {
	args: {
		items: [
			{
				field: 'title',
				label: { it: 'Titolo' },
				parts: [
					{ op: 'same', text: 'La biblioteca apre ' },
					{ op: 'removed', text: 'la sera' },
					{ op: 'added', text: 'anche la sera' }
				]
			}
		]
	}
};
