import { call, data, read, request } from '#lib/api/http.ts';
import type { Session } from '#lib/api/types.ts';

/**
 * session is who is signed in: the one thing the whole site shares. It is read
 * in the browser only, so that public pages stay the same for everybody.
 */
class SessionState {
	current = $state<Session | null>(null);

	/** load reads the session once; `fresh` reads it again. */
	async load(fetch: typeof globalThis.fetch = globalThis.fetch, fresh = false): Promise<Session> {
		if (!this.current || fresh) this.current = await data(read<Session>(fetch, '/auth/session'));
		return this.current;
	}

	/** end signs out and forgets who was here. */
	async end(): Promise<void> {
		await request(call(globalThis.fetch, '/auth/session', { method: 'DELETE' }));
		this.current = { authenticated: false };
	}

	/** displayName is the name shown in the header. */
	get displayName(): string {
		const { person, operator } = this.current ?? {};
		return operator?.name ?? (person ? `${person.given_name} ${person.family_name}` : '');
	}
}

export const session = new SessionState();
