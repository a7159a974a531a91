import type { Meta } from '@storybook/svelte-vite';
import Breadcrumb from '#lib/components/Breadcrumb.svelte';
import { official } from '../support/story.ts';

const path = [
	{ title: 'Servizi', href: '/servizi' },
	{ title: 'Mobilità e trasporti', href: '/servizi/mobilita-e-trasporti' }
];

export default {
	component: Breadcrumb,
	parameters: official('menu-di-navigazione/breadcrumbs'),
	args: { items: path }
} satisfies Meta<typeof Breadcrumb>;

export const Default = {};
export const Long = {
	args: { items: [...path, { title: 'Permesso di accesso alla zona a traffico limitato per chi trasporta merci' }] }
};
