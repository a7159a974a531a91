import type { Meta } from '@storybook/svelte-vite';
import Links from '#lib/features/content/page/Links.svelte';
import { pages } from '#testing/mock/pages.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

const data = (type: string) => drawn(pages.find((one) => one.type === type)!.data) as Record<string, never>;

export default {
	component: Links,
	parameters: official('organizzare-i-contenuti/liste'),
	args: { links: data('service').external_links }
} satisfies Meta<typeof Links>;

export const Default = {};
