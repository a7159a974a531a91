import type { Meta } from '@storybook/svelte-vite';
import Featured from '#lib/features/site/Featured.svelte';
import { contents } from '#testing/mock/site-fixtures.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

const news = drawn(contents.filter((one) => one.type === 'news'));

export default {
	component: Featured,
	parameters: { layout: 'fullscreen', ...official('componenti/card') },
	args: { title: 'In evidenza', items: news.slice(0, 3) }
} satisfies Meta<typeof Featured>;

export const Default = {};
export const Muted = { args: { muted: true } };
export const WithoutPictures = { args: { picture: false } };
export const One = { args: { items: news.slice(0, 1), columns: 1 } };
