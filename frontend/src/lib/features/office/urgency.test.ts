import { describe, expect, it } from 'vitest';
import { urgency } from './urgency.ts';

const now = new Date('2026-11-24T08:00:00Z');

describe('urgency', () => {
	it.each([
		['registered', '2026-11-20', 'danger', 'Scaduta da 4 giorni'],
		['registered', '2026-11-23', 'danger', 'Scaduta da 1 giorno'],
		['in_progress', '2026-11-24', 'danger', 'Scade oggi'],
		['in_progress', '2026-12-01', 'warning', '7 giorni alla scadenza'],
		['in_progress', '2026-12-02', 'secondary', '8 giorni alla scadenza']
	] as const)('%s due %s is %s', (status, due_date, kind, text) => {
		expect(urgency({ status, due_date }, now)).toEqual({ kind, text });
	});

	it('says nothing of what is closed or has no term', () => {
		expect(urgency({ status: 'accepted', due_date: '2026-11-20' }, now)).toBeNull();
		expect(urgency({ status: 'registered' }, now)).toBeNull();
	});
});
