import { describe, expect, it } from 'vitest';
import type { Session } from '#lib/api/types.ts';
import { checkProfile, profilePatch, type ProfileValues } from './profile.ts';
import { SessionClock } from './session-clock.ts';

const values: ProfileValues = {
	email: 'anna@example.org',
	phone: '+39 000 123456',
	street: 'Via Inventata',
	number: '1',
	postal_code: '00000',
	municipality: 'Borgolago',
	province: 'bl',
	language: 'it'
};

describe('profile', () => {
	it('accepts good values and empty ones', () => {
		expect(checkProfile(values)).toEqual({});
		const empty = Object.fromEntries(Object.keys(values).map((k) => [k, ''])) as ProfileValues;
		expect(checkProfile(empty)).toEqual({});
	});

	it('finds what is wrong', () => {
		expect(checkProfile({ ...values, email: 'anna@', phone: 'casa', postal_code: '12', province: 'Roma' })).toEqual({
			email: 'error_email',
			phone: 'error_phone',
			postal_code: 'error_postal_code',
			province: 'error_province'
		});
		expect(checkProfile({ ...values, municipality: '' })).toEqual({ municipality: 'error_address' });
	});

	it('sends only what changed; what was emptied is removed', () => {
		expect(profilePatch(values, values)).toEqual({});
		expect(profilePatch({ ...values, phone: '' }, values)).toEqual({ phone: null });
		expect(profilePatch({ ...values, number: '2' }, values).address).toMatchObject({ number: '2', province: 'BL' });
	});
});

describe('SessionClock', () => {
	const minute = 60_000;
	const at = (minutes: number) => new Date(minutes * minute).toISOString();
	const session = { authenticated: true, idle_expires_at: at(30), expires_at: at(480) } as Session;

	it('warns five minutes before the quiet time is over, and then says that it is', () => {
		const clock = new SessionClock(session, 0);
		expect(clock.state(24 * minute)).toBe('quiet');
		expect(clock.state(25 * minute)).toBe('warning');
		expect(clock.state(29 * minute)).toBe('ended');
	});

	it('starts again at each call', () => {
		const clock = new SessionClock(session, 0);
		clock.seen(20 * minute);
		expect(clock.state(44 * minute)).toBe('quiet');
		expect(clock.state(45 * minute)).toBe('warning');
	});

	it('does not outlive the session itself', () => {
		const clock = new SessionClock(session, 0);
		for (let m = 10; m <= 470; m += 10) clock.seen(m * minute);
		expect(clock.state(480 * minute)).toBe('ended');
	});
});
