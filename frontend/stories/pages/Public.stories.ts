import type { Meta } from '@storybook/svelte-vite';
import { official } from '../support/story.ts';
import Screen from '../support/Screen.svelte';

export default {
	component: Screen,
	parameters: {
		layout: 'fullscreen',
		...official('componenti/card', 'componenti/hero', 'menu-di-navigazione/header', 'menu-di-navigazione/footer')
	}
} satisfies Meta<typeof Screen>;

export const Home = { args: { address: '/' } };
export const Section = { args: { address: '/novita' } };
export const List = { args: { address: '/novita/notizie' } };
export const ListWithoutResults = { args: { address: '/servizi?q=nessuno' } };
export const Services = { args: { address: '/servizi' } };
export const Category = { args: { address: '/servizi/anagrafe-e-stato-civile' } };
export const Administration = { args: { address: '/amministrazione' } };
export const Offices = { args: { address: '/amministrazione/uffici' } };
export const Documents = { args: { address: '/amministrazione/documenti-e-dati' } };
export const Events = { args: { address: '/vivere-il-comune/eventi' } };
export const Places = { args: { address: '/vivere-il-comune/luoghi' } };
export const PlacesOnMap = { args: { address: '/vivere-il-comune/luoghi?vista=mappa' } };
export const Live = { args: { address: '/vivere-il-comune' } };
export const Topics = { args: { address: '/argomenti' } };
export const Topic = { args: { address: '/argomenti/istruzione' } };
export const Search = { args: { address: '/ricerca?q=carta' } };
export const SearchWithoutResults = { args: { address: '/ricerca?q=zzz' } };
export const Faq = { args: { address: '/domande-frequenti' } };
export const NoticeBoard = { args: { address: '/albo-pretorio' } };
export const Transparency = { args: { address: '/amministrazione-trasparente' } };
export const SiteMap = { args: { address: '/mappa-sito' } };
export const SignIn = { args: { address: '/accedi?return_to=/area-personale' } };
export const AskForHelp = { args: { address: '/servizi/richiesta-assistenza' } };
export const Booking = { args: { address: '/servizi/prenotazione-appuntamento' } };
export const Verification = { args: { address: '/verifica' } };
export const Accessibility = { args: { address: '/accessibilita' } };
