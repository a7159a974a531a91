import type { Meta } from '@storybook/svelte-vite';
import Header from '#lib/features/site/Header.svelte';
import { site } from '#testing/mock/site-fixtures.ts';
import { nothing, official } from '../support/story.ts';

export default {
	component: Header,
	parameters: { layout: 'fullscreen', ...official('menu-di-navigazione/header', 'menu-di-navigazione/megamenu') },
	args: { site, path: '/', lang: 'it', session: { authenticated: false }, name: '', onsignout: nothing }
} satisfies Meta<typeof Header>;

export const Visitor = {};
export const Citizen = { args: { session: { authenticated: true, kind: 'citizen' }, name: 'Anna Esempio' } };
export const Operator = { args: { session: { authenticated: true, kind: 'operator' }, name: 'Operatore Mobilità' } };
export const Section = { args: { path: '/servizi' } };
