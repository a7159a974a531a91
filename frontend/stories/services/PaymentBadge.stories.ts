import PaymentBadge from '#lib/features/payments/PaymentBadge.svelte';
import All from '../support/All.svelte';
import { official } from '../support/story.ts';

export default { component: All, parameters: official('componenti/badge'), args: { of: PaymentBadge } };

export const Every = {
	args: {
		each: [
			{ status: 'requested' },
			{ status: 'open' },
			{ status: 'in_progress' },
			{ status: 'paid' },
			{ status: 'failed' },
			{ status: 'cancelled' },
			{ status: 'mismatch' }
		]
	}
};
