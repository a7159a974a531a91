import type { Meta } from '@storybook/svelte-vite';
import { official } from '../support/story.ts';
import Screen from '../support/Screen.svelte';

export default {
	component: Screen,
	parameters: { layout: 'fullscreen', ...official('componenti/buttons', 'organizzare-i-contenuti/liste') }
} satisfies Meta<typeof Screen>;

export const NotFound = { args: { address: '/pagina-che-non-esiste' } };
export const NotFoundInSection = { args: { address: '/novita/notizie/pagina-che-non-esiste' } };
export const Gone = { args: { address: '/novita/notizie/notizia-rimossa' } };
export const Unavailable = { args: { address: '/novita/notizie', answers: { '/contents': 503 } } };
