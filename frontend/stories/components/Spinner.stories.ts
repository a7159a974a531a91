import type { Meta } from '@storybook/svelte-vite';
import Spinner from '#lib/components/Spinner.svelte';
import { official } from '../support/story.ts';

export default {
	component: Spinner,
	parameters: official('componenti/progress-indicators')
} satisfies Meta<typeof Spinner>;

export const Default = {};
export const Small = { args: { small: true } };
