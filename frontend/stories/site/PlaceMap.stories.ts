import type { Meta } from '@storybook/svelte-vite';
import PlaceMap from '#lib/features/site/PlaceMap.svelte';
import { contents } from '#testing/mock/site-fixtures.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

export default {
	component: PlaceMap,
	parameters: official('componenti/card'),
	args: { places: drawn(contents.filter((one) => one.type === 'place')) }
} satisfies Meta<typeof PlaceMap>;

export const Default = {};
