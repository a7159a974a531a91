import type { Meta } from '@storybook/svelte-vite';
import Picture from '#lib/features/content/Picture.svelte';
import { contents } from '#testing/mock/site-fixtures.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

export default {
	component: Picture,
	parameters: official('organizzare-i-contenuti/immagini'),
	args: { media: drawn(contents.find((one) => one.image)!.image!), class: 'img-fluid' }
} satisfies Meta<typeof Picture>;

export const Default = {};
export const Decorative = { args: { decorative: true } };
