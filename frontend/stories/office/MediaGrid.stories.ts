import type { Meta } from '@storybook/svelte-vite';
import MediaGrid from '#lib/features/editor/MediaGrid.svelte';
import '../../src/styles/area.scss';
import '../../src/styles/editor.scss';
import { media } from '#testing/mock/editor-fixtures.ts';
import { nothing, official } from '../support/story.ts';

export default {
	component: MediaGrid,
	parameters: official('componenti/card'),
	args: { items: media }
} satisfies Meta<typeof MediaGrid>;

export const Links = {};
export const Buttons = { args: { onpick: nothing } };
