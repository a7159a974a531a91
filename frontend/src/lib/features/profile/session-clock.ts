import type { Session } from '#lib/api/types.ts';

const minute = 60_000;
const warnBefore = 5 * minute;

/**
 * SessionClock reckons when the session ends without asking the server, since
 * asking would keep it alive: each call seen starts the quiet time again. The
 * server notes the time of a call once a minute, so we stay a minute early.
 */
export class SessionClock {
	#idle: number;
	#last: number;
	#absolute: number;

	constructor(session: Session, now: number = Date.now()) {
		this.#idle = session.idle_expires_at ? Date.parse(session.idle_expires_at) - now : 30 * minute;
		this.#absolute = session.expires_at ? Date.parse(session.expires_at) : Infinity;
		this.#last = now;
	}

	/** seen notes a call to the API. */
	seen(at: number): void {
		if (at < this.#last || at > this.end) return;
		this.#last = at;
		this.#idle = Math.max(this.#idle, 30 * minute);
	}

	get end(): number {
		return Math.min(this.#last + this.#idle - minute, this.#absolute);
	}

	state(now: number): 'quiet' | 'warning' | 'ended' {
		if (now >= this.end) return 'ended';
		return now >= this.end - warnBefore + minute ? 'warning' : 'quiet';
	}
}
