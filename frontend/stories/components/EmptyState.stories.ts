import type { Meta } from '@storybook/svelte-vite';
import EmptyState from '#lib/components/EmptyState.svelte';
import { html, official } from '../support/story.ts';

export default {
	component: EmptyState,
	parameters: official('utilities/icone')
} satisfies Meta<typeof EmptyState>;

export const Default = {};
export const WithWayOut = {
	args: {
		text: 'Non hai ancora presentato richieste.',
		children: html('<a class="btn btn-primary" href="/servizi">Vai ai servizi</a>')
	}
};
