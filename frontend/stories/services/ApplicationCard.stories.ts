import type { Meta } from '@storybook/svelte-vite';
import ApplicationCard from '#lib/features/applications/ApplicationCard.svelte';
import '../../src/styles/area.scss';
import { officeList } from '#testing/mock/fixtures.ts';
import { nothing, official } from '../support/story.ts';

const application = officeList[0]!;

export default {
	component: ApplicationCard,
	parameters: official('componenti/card', 'componenti/badge'),
	args: { ondelete: nothing }
} satisfies Meta<typeof ApplicationCard>;

export const Draft = { args: { application: { ...application, status: 'draft' } } };
export const AwaitingPayment = { args: { application: { ...application, status: 'awaiting_payment' } } };
export const Registered = { args: { application: { ...application, status: 'registered' } } };
export const IntegrationRequested = { args: { application: { ...application, status: 'integration_requested' } } };
export const Accepted = { args: { application: { ...application, status: 'accepted' } } };
export const Rejected = { args: { application: { ...application, status: 'rejected' } } };
export const Expired = { args: { application: { ...application, status: 'expired' } } };
