import type { Meta } from '@storybook/svelte-vite';
import { official } from '../support/story.ts';
import Screen from '../support/Screen.svelte';

export default {
	component: Screen,
	parameters: { layout: 'fullscreen', ...official('form/introduzione', 'componenti/card') }
} satisfies Meta<typeof Screen>;

export const Contents = { args: { address: '/ufficio/contenuti', as: 'operator' } };
export const ContentsEmpty = { args: { address: '/ufficio/contenuti?q=nessuno', as: 'operator' } };
export const New = { args: { address: '/ufficio/contenuti/nuovo', as: 'operator' } };
export const News = { args: { address: '/ufficio/contenuti/c-1', as: 'operator' } };
export const Person = { args: { address: '/ufficio/contenuti/c-50', as: 'operator' } };
export const Versions = { args: { address: '/ufficio/contenuti/c-1/versioni', as: 'operator' } };
export const Media = { args: { address: '/ufficio/media', as: 'operator' } };
export const MediaFile = { args: { address: '/ufficio/media/media-1', as: 'operator' } };
export const Site = { args: { address: '/ufficio/sito', as: 'operator' } };
export const Highlights = { args: { address: '/ufficio/sito/evidenza', as: 'operator' } };
export const Editors = { args: { address: '/ufficio/sito/redattori', as: 'operator' } };
export const Redirects = { args: { address: '/ufficio/sito/reindirizzamenti', as: 'operator' } };
