import type { Meta } from '@storybook/svelte-vite';
import Callout from '#lib/components/Callout.svelte';
import { html, official } from '../support/story.ts';

export default {
	component: Callout,
	parameters: official('componenti/callout'),
	args: { title: 'Prima di cominciare', children: html('<p>Tieni a portata di mano la carta di circolazione.</p>') }
} satisfies Meta<typeof Callout>;

export const Note = { args: { kind: 'note' } };
export const Success = { args: { kind: 'success' } };
export const Warning = { args: { kind: 'warning' } };
export const Danger = { args: { kind: 'danger' } };
