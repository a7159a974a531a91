import type { Meta } from '@storybook/svelte-vite';
import SimulationBand from '#lib/components/SimulationBand.svelte';
import { official } from '../support/story.ts';

export default {
	component: SimulationBand,
	parameters: { layout: 'fullscreen', ...official('componenti/alert') }
} satisfies Meta<typeof SimulationBand>;

export const Default = {};
export const Demo = { args: { demo: true } };
