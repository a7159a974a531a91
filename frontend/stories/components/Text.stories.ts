import type { Meta } from '@storybook/svelte-vite';
import Text from '#lib/components/Text.svelte';
import { official } from '../support/story.ts';

export default {
	component: Text,
	parameters: official('organizzare-i-contenuti/testo')
} satisfies Meta<typeof Text>;

export const Default = { args: { value: { it: 'Permesso di accesso alla ZTL' } } };
export const Untranslated = { args: { value: { en: 'Restricted traffic zone permit' } } };
