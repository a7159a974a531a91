import type { Meta } from '@storybook/svelte-vite';
import Modal from '#lib/components/Modal.svelte';
import { html, official } from '../support/story.ts';

export default {
	component: Modal,
	parameters: official('componenti/modale'),
	args: {
		id: 'dialog',
		title: 'Eliminare la bozza?',
		open: true,
		children: html('<p>Quello che hai scritto va perso.</p>'),
		footer: html('<button type="button" class="btn btn-danger">Elimina</button>')
	}
} satisfies Meta<typeof Modal>;

export const Default = {};
export const Small = { args: { size: 'sm' } };
export const Large = { args: { size: 'lg' } };
export const ExtraLarge = { args: { size: 'xl' } };
export const WithoutFooter = { args: { footer: undefined } };
