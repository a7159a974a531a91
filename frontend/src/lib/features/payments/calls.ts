import { api, request } from '#lib/api/client.ts';
import { toProblem, type Problem } from '#lib/api/problem.ts';
import type { Payment, Schema } from '#lib/api/types.ts';

export type Outcome<T> = { data: T } | { problem: Problem };

async function settle<T>(call: Promise<T>): Promise<Outcome<T>> {
	try {
		return { data: await call };
	} catch (thrown) {
		return { problem: toProblem(thrown) };
	}
}

/** What the payment page of the platform says of a visit when it sends the person back. It proves nothing. */
export type Return = { payment_outcome?: string; attempt?: string; token?: string };

/** readReturn takes the outcome of a visit out of the address of the return page. */
export function readReturn(search: Pick<URLSearchParams, 'get'>): Return {
	const words: Record<string, string> = { ok: 'ok', annullato: 'cancel', errore: 'error', attesa: 'waiting' };
	const outcome = search.get('payment_outcome') ?? words[search.get('esito') ?? ''];
	const back: Return = {};
	if (outcome) back.payment_outcome = outcome;
	const attempt = search.get('attempt');
	const token = search.get('token');
	if (attempt && token) Object.assign(back, { attempt, token });
	return back;
}

export function openCheckout(id: string, key: string, returnPath: string): Promise<Outcome<Schema<'Checkout'>>> {
	return settle(
		request(
			api().POST('/payments/{id}/checkout', {
				params: { path: { id }, header: { 'Idempotency-Key': key } },
				body: { return_path: returnPath }
			})
		)
	);
}

/** refreshPayment asks the platform now. */
export function refreshPayment(id: string, back: Return = {}): Promise<Outcome<Payment>> {
	return settle(request(api().POST('/payments/{id}/refresh', { params: { path: { id }, query: back } as never })));
}

export function listPayments(cursor?: string): Promise<Outcome<Schema<'PaymentPage'>>> {
	return settle(request(api().GET('/me/payments', { params: { query: { cursor, limit: 20 } } })));
}
