import type { Meta } from '@storybook/svelte-vite';
import VerificationResult from '#lib/features/documents/VerificationResult.svelte';
import { official } from '../support/story.ts';

export default {
	component: VerificationResult,
	parameters: official('componenti/callout')
} satisfies Meta<typeof VerificationResult>;

export const Authentic = {
	args: {
		verification: {
			valid: true,
			kind: 'receipt',
			number: '0000123/2026',
			title: { it: 'Ricevuta', en: 'Receipt' },
			issued_at: '2026-11-20T09:00:00Z',
			tenant: 'Comune di Borgolago',
			sha256: '0'.repeat(64)
		}
	}
};
export const Unknown = { args: { verification: null, code: 'ABCDE-12345' } };
