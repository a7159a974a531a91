import type { Meta } from '@storybook/svelte-vite';
import ContentList from '#lib/features/content/ContentList.svelte';
import { contents } from '#testing/mock/site-fixtures.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

export default {
	component: ContentList,
	parameters: official('componenti/card'),
	args: { items: drawn(contents.filter((one) => one.type === 'news')).slice(0, 6) }
} satisfies Meta<typeof ContentList>;

export const Three = {};
export const Two = { args: { columns: 2 } };
export const One = { args: { columns: 1, picture: false } };
