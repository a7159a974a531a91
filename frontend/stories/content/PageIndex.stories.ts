import type { Meta } from '@storybook/svelte-vite';
import PageIndex from '#lib/features/content/page/PageIndex.svelte';
import { official } from '../support/story.ts';

export default {
	component: PageIndex,
	parameters: official('menu-di-navigazione/navscroll'),
	args: {
		sections: [
			{ anchor: 'a-chi', title: 'A chi è rivolto' },
			{ anchor: 'come', title: 'Come fare' },
			{ anchor: 'quanto', title: 'Quanto costa' }
		]
	}
} satisfies Meta<typeof PageIndex>;

export const Default = {};
