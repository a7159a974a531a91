import type { Meta } from '@storybook/svelte-vite';
import Faqs from '#lib/features/content/page/Faqs.svelte';
import InPage from '../support/InPage.svelte';
import { contents } from '#testing/mock/site-fixtures.ts';
import { official } from '../support/story.ts';

export default {
	component: Faqs,
	decorators: [() => ({ Component: InPage })],
	parameters: official('componenti/accordion'),
	args: { items: contents.filter((one) => one.type === 'faq').slice(0, 4) }
} satisfies Meta<typeof Faqs>;

export const Default = {};
