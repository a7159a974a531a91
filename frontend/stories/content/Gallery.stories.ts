import type { Meta } from '@storybook/svelte-vite';
import Gallery from '#lib/features/content/page/Gallery.svelte';
import { pages } from '#testing/mock/pages.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

const data = (type: string) => drawn(pages.find((one) => one.type === type)!.data) as Record<string, never>;

export default {
	component: Gallery,
	parameters: official('organizzare-i-contenuti/liste-di-immagini'),
	args: { pictures: data('place').gallery }
} satisfies Meta<typeof Gallery>;

export const Default = {};
