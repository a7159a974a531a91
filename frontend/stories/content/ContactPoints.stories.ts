import type { Meta } from '@storybook/svelte-vite';
import ContactPoints from '#lib/features/content/page/ContactPoints.svelte';
import { pages } from '#testing/mock/pages.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

const data = (type: string) => drawn(pages.find((one) => one.type === type)!.data) as Record<string, never>;

export default {
	component: ContactPoints,
	parameters: official('componenti/card'),
	args: { points: data('place').contact_points }
} satisfies Meta<typeof ContactPoints>;

export const Default = {};
export const Bare = { args: { bare: true } };
