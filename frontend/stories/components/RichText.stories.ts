import type { Meta } from '@storybook/svelte-vite';
import RichText from '#lib/components/RichText.svelte';
import { official } from '../support/story.ts';

export default {
	component: RichText,
	parameters: official('organizzare-i-contenuti/tipografia'),
	args: {
		value: {
			it: '<h3>Orari</h3><p>Dal lunedì al venerdì, <a href="/uffici">in ufficio</a>.</p><ul><li>mattina 9–12</li><li>martedì anche 15–17</li></ul><blockquote><p>Si riceve su appuntamento.</p></blockquote><table><thead><tr><th>Giorno</th><th>Ore</th></tr></thead><tbody><tr><td>Lunedì</td><td>9–12</td></tr></tbody></table>'
		}
	}
} satisfies Meta<typeof RichText>;

export const Default = {};
export const Untranslated = { args: { value: { en: '<p>Written in English only.</p>' } } };
