import type { Meta } from '@storybook/svelte-vite';
import { official } from '../support/story.ts';
import Screen from '../support/Screen.svelte';

export default {
	component: Screen,
	parameters: {
		layout: 'fullscreen',
		...official('organizzare-i-contenuti/tabelle', 'componenti/tab', 'componenti/badge')
	}
} satisfies Meta<typeof Screen>;

export const SignIn = { args: { address: '/ufficio/accedi' } };
export const Applications = { args: { address: '/ufficio', as: 'operator' } };
export const ApplicationsEmpty = { args: { address: '/ufficio?q=nessuno', as: 'operator' } };
export const ApplicationsUnavailable = {
	args: { address: '/ufficio', as: 'operator', answers: { '/office/applications': 503 } }
};
export const Application = {
	args: { address: '/ufficio/pratiche/0198c0de-0000-7000-8000-000000000001', as: 'operator' }
};
export const Assistance = { args: { address: '/ufficio/assistenza', as: 'operator' } };
export const AssistanceRequest = { args: { address: '/ufficio/assistenza/assistance-1', as: 'operator' } };
export const Ratings = { args: { address: '/ufficio/valutazioni', as: 'operator' } };
export const SearchWords = { args: { address: '/ufficio/ricerca', as: 'operator' } };
export const Jobs = { args: { address: '/ufficio/lavori', as: 'operator' } };
