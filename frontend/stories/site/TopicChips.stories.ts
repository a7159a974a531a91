import type { Meta } from '@storybook/svelte-vite';
import TopicChips from '#lib/features/site/TopicChips.svelte';
import { topics } from '#testing/mock/site-fixtures.ts';
import { official } from '../support/story.ts';

export default {
	component: TopicChips,
	parameters: official('componenti/chips'),
	args: { topics: topics.slice(0, 6).map(([code, it]) => ({ code, label: { it } })) }
} satisfies Meta<typeof TopicChips>;

export const Default = {};
export const Bare = { args: { bare: true } };
