import type { Meta } from '@storybook/svelte-vite';
import SkipLinks from '#lib/components/SkipLinks.svelte';
import { official } from '../support/story.ts';

export default {
	component: SkipLinks,
	parameters: { layout: 'fullscreen', ...official('menu-di-navigazione/skiplinks') }
} satisfies Meta<typeof SkipLinks>;

export const Focused = {
	play: ({ canvasElement }: { canvasElement: HTMLElement }) => canvasElement.querySelector('a')?.focus()
};
