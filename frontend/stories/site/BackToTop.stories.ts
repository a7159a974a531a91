import type { Meta } from '@storybook/svelte-vite';
import BackToTop from '#lib/features/site/BackToTop.svelte';
import { official } from '../support/story.ts';

export default {
	component: BackToTop,
	parameters: official('menu-di-navigazione/torna-su')
} satisfies Meta<typeof BackToTop>;

export const Default = {};
