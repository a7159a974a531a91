import type { Meta } from '@storybook/svelte-vite';
import UnitCard from '#lib/features/content/page/UnitCard.svelte';
import InPage from '../support/InPage.svelte';
import { pages } from '#testing/mock/pages.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

const data = (type: string) => drawn(pages.find((one) => one.type === type)!.data) as Record<string, never>;

export default {
	component: UnitCard,
	decorators: [() => ({ Component: InPage })],
	parameters: official('componenti/card'),
	args: { unit: data('service').responsible_unit }
} satisfies Meta<typeof UnitCard>;

export const Default = {};
export const Short = { args: { short: true } };
