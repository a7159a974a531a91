import { describe, expect, it } from 'vitest';
import type { Problem } from '#lib/api/problem.ts';
import { obstacleFrom, obstacleOf } from './start.ts';

const today = '2026-11-24';
const service = {
	access: { label: { it: 'Richiedi', en: 'Apply' }, min_level: 2 },
	online: true,
	status: 'active' as const,
	open: true
};
const refused = (code: string, more = {}): Problem => ({
	type: 'about:blank',
	title: code,
	status: 409,
	code,
	...more
});

describe('what stands in the way of an application', () => {
	it('is nothing for a service that is open', () => {
		expect(obstacleOf(service)).toBeUndefined();
	});

	it('is another platform, or a service that is suspended', () => {
		const elsewhere = { ...service, access: { ...service.access, url: 'https://anpr.example/servizi' } };
		expect(obstacleOf(elsewhere)).toEqual({
			kind: 'elsewhere',
			url: 'https://anpr.example/servizi',
			host: 'anpr.example'
		});
		expect(obstacleOf({ ...service, status: 'suspended' as const })).toEqual({ kind: 'suspended' });
	});

	it('is a window that opens later, or that has closed', () => {
		const window = { ...service, open: false, opens_at: '2027-01-10', closes_at: '2027-01-31' };
		expect(obstacleFrom(refused('window-not-open'), window, today)).toEqual({
			kind: 'not_open',
			opens: '2027-01-10',
			closes: '2027-01-31'
		});
		const past = { ...window, opens_at: '2026-01-10', closes_at: '2026-01-31' };
		expect(obstacleFrom(refused('window-not-open'), past, today)).toEqual({ kind: 'closed', closed: '2026-01-31' });
	});

	it('is an application already made, or too many of them', () => {
		expect(
			obstacleFrom(
				refused('already-requested', {
					errors: [{ pointer: '', code: 'already_requested', params: { application_id: 'a1' } }]
				}),
				service,
				today
			)
		).toEqual({
			kind: 'requested',
			application: 'a1'
		});
		expect(obstacleFrom(refused('limit-reached'), service, today)).toEqual({ kind: 'limit' });
	});

	it('is not any other problem', () => {
		expect(obstacleFrom(refused('unexpected'), service, today)).toBeUndefined();
	});
});
