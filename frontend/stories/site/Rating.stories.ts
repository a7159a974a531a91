import type { Meta } from '@storybook/svelte-vite';
import Rating from '#lib/features/feedback/Rating.svelte';
import { official } from '../support/story.ts';

export default {
	component: Rating,
	parameters: { layout: 'fullscreen', ...official('componenti/rating', 'componenti/steppers') }
} satisfies Meta<typeof Rating>;

export const Page = { args: { scope: 'page' } };
export const Service = { args: { scope: 'service' } };
