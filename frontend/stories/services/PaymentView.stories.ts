import type { Meta } from '@storybook/svelte-vite';
import PaymentView from '#lib/features/payments/PaymentView.svelte';
import '../../src/styles/area.scss';
import { official } from '../support/story.ts';

const payment = {
	id: 'payment-1',
	amount_cents: 2600,
	due_date: '2026-12-31',
	notice_number: '399000000000000105',
	reason: { it: 'Permesso ZTL', en: 'Restricted zone permit' }
};

export default {
	component: PaymentView,
	parameters: official('componenti/alert', 'componenti/buttons'),
	args: { back: {}, receiptHref: '/ricevuta.pdf', applicationHref: '/area-personale/pratiche/1' }
} satisfies Meta<typeof PaymentView>;

export const Requested = { args: { payment: { ...payment, status: 'requested' } } };
export const Open = { args: { payment: { ...payment, status: 'open' } } };
export const Paid = { args: { payment: { ...payment, status: 'paid' } } };
export const Failed = { args: { payment: { ...payment, status: 'failed' } } };
export const Cancelled = { args: { payment: { ...payment, status: 'cancelled' } } };
export const Mismatch = { args: { payment: { ...payment, status: 'mismatch' } } };
