import type { Meta } from '@storybook/svelte-vite';
import { official } from '../support/story.ts';
import Screen from '../support/Screen.svelte';

export default {
	component: Screen,
	parameters: { layout: 'fullscreen', ...official('componenti/card', 'componenti/tab') }
} satisfies Meta<typeof Screen>;

export const Desk = { args: { address: '/area-personale', as: 'citizen' } };
export const DeskNotAnswering = {
	args: { address: '/area-personale', as: 'citizen', answers: { '/me/applications': 503, '/me/messages': 503 } }
};
export const Applications = { args: { address: '/area-personale/pratiche', as: 'citizen' } };
export const ApplicationsEmpty = {
	args: { address: '/area-personale/pratiche', as: 'citizen', answers: { '/me/applications': { items: [] } } }
};
export const ApplicationsFiltered = { args: { address: '/area-personale/pratiche?q=nessuna', as: 'citizen' } };
export const ApplicationsUnavailable = {
	args: { address: '/area-personale/pratiche', as: 'citizen', answers: { '/me/applications': 503 } }
};
export const Application = {
	args: { address: '/area-personale/pratiche/0198c0de-0000-7000-8000-000000000001', as: 'citizen' }
};
export const Messages = { args: { address: '/area-personale/messaggi', as: 'citizen' } };
export const MessagesEmpty = {
	args: { address: '/area-personale/messaggi', as: 'citizen', answers: { '/me/messages': { items: [] } } }
};
export const Payments = { args: { address: '/area-personale/pagamenti', as: 'citizen' } };
export const PaymentsEmpty = {
	args: { address: '/area-personale/pagamenti', as: 'citizen', answers: { '/me/payments': { items: [] } } }
};
export const Payment = { args: { address: '/area-personale/pagamenti/payment-1', as: 'citizen' } };
export const Profile = { args: { address: '/area-personale/profilo', as: 'citizen' } };
