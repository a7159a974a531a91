import type { Problem } from '#lib/api/problem.ts';
import type { Payment } from '#lib/api/types.ts';
import type { Outcome, Return } from './calls.ts';

/** What the page tells the person. */
export type View =
	'due' | 'preparing' | 'checking' | 'waiting' | 'cancelled' | 'failed' | 'paid' | 'closed' | 'mismatch';

type Options = {
	payment: Payment;
	back: Return;
	refresh: (id: string, back: Return) => Promise<Outcome<Payment>>;
	/** milliseconds between two questions, and how many of them */
	every?: number;
	times?: number;
};

const settled: Partial<Record<Payment['status'], View>> = {
	paid: 'paid',
	cancelled: 'closed',
	mismatch: 'mismatch'
};

/**
 * PaymentWatch follows a payment after a visit to the payment page. It asks a
 * limited number of times: what arrives later reaches the person by message.
 */
export class PaymentWatch {
	payment = $state.raw() as Payment;
	asking = $state(false);
	problem = $state<Problem | undefined>();
	#back: Return;
	#refresh: Options['refresh'];
	#every: number;
	#times: number;
	#asked = $state(0);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#stopped = false;

	constructor({ payment, back, refresh, every = 3_000, times = 10 }: Options) {
		this.payment = payment;
		this.#back = back;
		this.#refresh = refresh;
		this.#every = every;
		this.#times = times;
	}

	view: View = $derived.by(() => {
		const { status } = this.payment;
		const known = settled[status];
		if (known) return known;
		const outcome = this.#back.payment_outcome;
		const patient = this.#asked < this.#times;
		if (status === 'requested') return patient ? 'preparing' : 'waiting';
		if (this.#asked === 0 && (outcome || status === 'in_progress')) return 'checking';
		if (status === 'in_progress') return patient ? 'checking' : 'waiting';
		if (outcome === 'ok' || outcome === 'waiting') return patient ? 'checking' : 'waiting';
		if (outcome === 'cancel') return 'cancelled';
		return outcome === 'error' || status === 'failed' ? 'failed' : 'due';
	});

	/** Whether the page goes on asking by itself. */
	get busy(): boolean {
		return this.view === 'checking' || this.view === 'preparing';
	}

	/** payable says whether the button to pay makes sense now. */
	get payable(): boolean {
		return ['due', 'cancelled', 'failed'].includes(this.view);
	}

	start(): void {
		if (this.busy) void this.#ask();
	}

	/** again starts over, when the person asks. */
	async again(): Promise<void> {
		clearTimeout(this.#timer);
		this.#asked = Math.max(0, this.#times - 3);
		await this.#ask();
	}

	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#timer);
	}

	async #ask(): Promise<void> {
		this.asking = true;
		const answer = await this.#refresh(this.payment.id, this.#back);
		this.asking = false;
		this.#asked++;
		if ('data' in answer) {
			this.payment = answer.data;
			this.problem = undefined;
		} else {
			this.problem = answer.problem;
		}
		if (this.busy && !this.#stopped) this.#timer = setTimeout(() => void this.#ask(), this.#every);
	}
}
