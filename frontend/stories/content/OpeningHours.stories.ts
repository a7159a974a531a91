import type { Meta } from '@storybook/svelte-vite';
import OpeningHours from '#lib/features/content/page/OpeningHours.svelte';
import InPage from '../support/InPage.svelte';
import { pages } from '#testing/mock/pages.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

const data = (type: string) => drawn(pages.find((one) => one.type === type)!.data) as Record<string, never>;

export default {
	component: OpeningHours,
	decorators: [() => ({ Component: InPage })],
	parameters: official('organizzare-i-contenuti/liste'),
	args: { hours: data('place').opening_hours }
} satisfies Meta<typeof OpeningHours>;

export const Default = {};
