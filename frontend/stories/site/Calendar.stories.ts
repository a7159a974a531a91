import type { Meta } from '@storybook/svelte-vite';
import Calendar from '#lib/features/site/Calendar.svelte';
import { contents } from '#testing/mock/site-fixtures.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

const events = drawn(contents.filter((one) => one.type === 'event'));

export default {
	component: Calendar,
	parameters: { layout: 'fullscreen', ...official('componenti/card') },
	args: { days: events.slice(0, 5).map((one) => ({ date: one.date!.slice(0, 10), items: [one] })) }
} satisfies Meta<typeof Calendar>;

export const Default = {};
