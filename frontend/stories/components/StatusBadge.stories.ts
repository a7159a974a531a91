import StatusBadge from '#lib/components/StatusBadge.svelte';
import All from '../support/All.svelte';
import { official } from '../support/story.ts';

export default { component: All, parameters: official('componenti/badge'), args: { of: StatusBadge } };

export const Every = {
	args: {
		each: [
			{ status: 'draft' },
			{ status: 'awaiting_payment' },
			{ status: 'submitted' },
			{ status: 'registered' },
			{ status: 'in_progress' },
			{ status: 'integration_requested' },
			{ status: 'accepted' },
			{ status: 'accepted_silence' },
			{ status: 'rejected' },
			{ status: 'withdrawn' },
			{ status: 'expired' }
		]
	}
};
