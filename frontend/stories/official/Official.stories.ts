import type { Meta } from '@storybook/svelte-vite';
import { official } from '../support/story.ts';
import Official from './Official.svelte';

export default {
	component: Official,
	parameters: official('componenti/accordion', 'componenti/card', 'componenti/callout')
} satisfies Meta<typeof Official>;

export const Paste = {};
/** A part that the site does not use says what is missing. */
export const NotInUse = {
	args: {
		html: '<div class="it-timeline-wrapper"><div class="timeline-element"><h3 class="it-pin-wrapper">2026</h3></div></div>\n<button type="button" class="btn btn-secondary" data-bs-toggle="collapse">Apri</button>'
	}
};
