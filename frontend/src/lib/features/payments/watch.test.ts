import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Payment } from '#lib/api/types.ts';
import { readReturn } from './calls.ts';
import { PaymentWatch } from './watch.svelte.ts';

const payment = (status: Payment['status']) => ({ id: 'p1', status, amount_cents: 2600 }) as Payment;

function watch(first: Payment['status'], outcome: string | undefined, answers: Payment['status'][]) {
	const refresh = vi.fn(async () => ({ data: payment(answers.shift() ?? first) }));
	const back = outcome ? { payment_outcome: outcome } : {};
	return { watch: new PaymentWatch({ payment: payment(first), back, refresh, every: 1_000, times: 4 }), refresh };
}

describe('PaymentWatch', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => vi.useRealTimers());

	it('asks nothing about a payment that nobody has tried', () => {
		const { watch: w, refresh } = watch('open', undefined, []);
		w.start();
		expect(w.view).toBe('due');
		expect(refresh).not.toHaveBeenCalled();
	});

	it('checks after a visit that went well, until the platform says so', async () => {
		const { watch: w } = watch('in_progress', 'ok', ['in_progress', 'paid']);
		expect(w.view).toBe('checking');
		w.start();
		await vi.advanceTimersByTimeAsync(1_500);
		expect(w.view).toBe('paid');
	});

	it('believes the platform and not the address', async () => {
		const { watch: w } = watch('in_progress', 'ok', ['open', 'open', 'open', 'open']);
		w.start();
		await vi.advanceTimersByTimeAsync(10_000);
		expect(w.view).toBe('waiting');
		expect(w.payable).toBe(false);
	});

	it.each([
		['cancel', 'cancelled'],
		['error', 'failed']
	])('lets people try again after %s', async (outcome, view) => {
		const { watch: w } = watch('in_progress', outcome, ['open']);
		w.start();
		await vi.advanceTimersByTimeAsync(10);
		expect(w.view).toBe(view);
		expect(w.payable).toBe(true);
	});

	it('stops asking after a while, and asks again on request', async () => {
		const { watch: w, refresh } = watch('in_progress', 'waiting', []);
		w.start();
		await vi.advanceTimersByTimeAsync(60_000);
		expect(w.view).toBe('waiting');
		const before = refresh.mock.calls.length;
		expect(before).toBe(4);
		await w.again();
		expect(refresh.mock.calls.length).toBeGreaterThan(before);
		w.stop();
	});
});

describe('readReturn', () => {
	it('reads the outcome and the proof of a visit', () => {
		expect(readReturn(new URLSearchParams('payment_outcome=ok&attempt=a&token=t'))).toEqual({
			payment_outcome: 'ok',
			attempt: 'a',
			token: 't'
		});
		expect(readReturn(new URLSearchParams('esito=annullato'))).toEqual({ payment_outcome: 'cancel' });
		expect(readReturn(new URLSearchParams(''))).toEqual({});
	});
});
