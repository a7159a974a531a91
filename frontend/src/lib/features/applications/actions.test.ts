import { describe, expect, it } from 'vitest';
import { nextAction, sentence } from './actions.ts';
import type { ApplicationSummary } from './types.ts';

const summary = (status: ApplicationSummary['status'], number?: string): ApplicationSummary => ({
	id: '0198f0c2-7d3a-7000-8000-000000000001',
	number,
	service: { id: 'ztl-permit', title: { it: 'Permesso', en: 'Permit' } },
	status,
	created_at: '2026-11-24T09:00:00Z',
	updated_at: '2026-11-24T09:00:00Z',
	overdue: false,
	unread_messages: 0
});

describe('what has expired', () => {
	it('tells a draft from an application that nobody paid', () => {
		expect(sentence(summary('expired'))).toContain('bozza');
		expect(sentence(summary('expired', '2026-000001'))).toContain('pagamento non è arrivato');
		expect(sentence(summary('withdrawn', '2026-000001'))).toContain('ritirato');
	});

	it('can be started again', () => {
		expect(nextAction(summary('expired', '2026-000001'))).toEqual({
			label: 'Ricomincia',
			href: '/servizi/ztl-permit/richiesta'
		});
		expect(nextAction(summary('accepted', '2026-000001'))).toBeUndefined();
	});
});
