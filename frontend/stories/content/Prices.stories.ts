import type { Meta } from '@storybook/svelte-vite';
import Prices from '#lib/features/content/page/Prices.svelte';
import { pages } from '#testing/mock/pages.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

const data = (type: string) => drawn(pages.find((one) => one.type === type)!.data) as Record<string, never>;

export default {
	component: Prices,
	parameters: official('organizzare-i-contenuti/liste'),
	args: { prices: data('place').prices }
} satisfies Meta<typeof Prices>;

export const Default = {};
