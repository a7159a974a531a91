import type { Meta } from '@storybook/svelte-vite';
import { official } from '../support/story.ts';
import Screen from '../support/Screen.svelte';

export default {
	component: Screen,
	parameters: {
		layout: 'fullscreen',
		...official(
			'menu-di-navigazione/breadcrumbs',
			'menu-di-navigazione/navscroll',
			'componenti/card',
			'componenti/chips'
		)
	}
} satisfies Meta<typeof Screen>;

export const Service = { args: { address: '/servizi/mobilita-e-trasporti/permesso-di-accesso-alla-ztl' } };
export const Office = { args: { address: '/amministrazione/uffici/ufficio-anagrafe' } };
export const Person = { args: { address: '/amministrazione/politici/carla-finta' } };
export const Place = { args: { address: '/vivere-il-comune/luoghi/biblioteca-comunale' } };
export const Event = { args: { address: '/vivere-il-comune/eventi/corsa-campestre' } };
export const News = { args: { address: '/novita/notizie/la-biblioteca-apre-anche-la-sera' } };
export const Document = {
	args: { address: '/amministrazione/documenti-e-dati/atti-normativi/atti-normativi-esempio-1' }
};
export const Form = { args: { address: '/amministrazione/documenti-e-dati/modulistica/modulistica-esempio-1' } };
export const Dataset = { args: { address: '/amministrazione/documenti-e-dati/dataset/dataset-esempio-1' } };
export const Call = { args: { address: '/amministrazione/documenti-e-dati/bandi/concorso-per-istruttore-tecnico' } };
export const Ranking = { args: { address: '/amministrazione/documenti-e-dati/graduatorie/graduatoria-nido' } };
export const Project = { args: { address: '/attuazione-misure-pnrr/servizi-digitali-al-cittadino' } };
export const NoticeBoardEntry = { args: { address: '/albo-pretorio/deliberazione-di-giunta-n-40' } };
export const TransparencyItem = {
	args: { address: '/amministrazione-trasparente/disposizioni-generali/disposizioni-generali-pubblicazione-1' }
};
export const Plain = { args: { address: '/protezione-civile' } };
