import type { Meta } from '@storybook/svelte-vite';
import Where from '#lib/features/content/page/Where.svelte';
import { pages } from '#testing/mock/pages.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

const data = (type: string) => drawn(pages.find((one) => one.type === type)!.data) as Record<string, never>;

export default {
	component: Where,
	parameters: official('componenti/card'),
	args: { address: data('place').address, title: 'Biblioteca comunale' }
} satisfies Meta<typeof Where>;

export const Default = {};
