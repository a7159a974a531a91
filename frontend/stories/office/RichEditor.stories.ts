import type { Meta } from '@storybook/svelte-vite';
import RichEditor from '#lib/features/editor/rich/RichEditor.svelte';
import '../../src/styles/area.scss';
import '../../src/styles/editor.scss';
import InPage from '../support/InPage.svelte';
import { nothing, official } from '../support/story.ts';

export default {
	component: RichEditor,
	decorators: [() => ({ Component: InPage })],
	parameters: official('form/input'),
	args: {
		id: 'text',
		label: 'Descrizione',
		value: '<p>La biblioteca apre <strong>anche la sera</strong>.</p>',
		lang: 'it',
		readonly: false,
		onchange: nothing
	}
} satisfies Meta<typeof RichEditor>;

export const Default = {};
export const ReadOnly = { args: { readonly: true } };
