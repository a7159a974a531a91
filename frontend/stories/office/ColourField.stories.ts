import type { Meta } from '@storybook/svelte-vite';
import ColourField from '#lib/features/editor/ColourField.svelte';
import '../../src/styles/area.scss';
import '../../src/styles/editor.scss';
import { nothing, official } from '../support/story.ts';

export default {
	component: ColourField,
	parameters: official('form/input'),
	args: { id: 'colour', onchange: nothing }
} satisfies Meta<typeof ColourField>;

export const Usual = { args: { value: '' } };
export const Readable = { args: { value: '#1F6B45' } };
export const TooLight = { args: { value: '#66AAFF' } };
export const Wrong = { args: { value: 'blue' } };
