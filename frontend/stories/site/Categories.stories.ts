import type { Meta } from '@storybook/svelte-vite';
import Categories from '#lib/features/site/Categories.svelte';
import { categories } from '#testing/mock/site-fixtures.ts';
import { official } from '../support/story.ts';

export default {
	component: Categories,
	parameters: { layout: 'fullscreen', ...official('componenti/card') },
	args: {
		title: 'Esplora per categoria',
		items: categories.map(([id, it, , about]) => ({
			id,
			title: { it },
			description: { it: about },
			path: `/servizi/${id}`,
			count: 3
		}))
	}
} satisfies Meta<typeof Categories>;

export const Default = {};
export const White = { args: { muted: false } };
