import { error, isHttpError } from '@sveltejs/kit';
import { loadTexts } from '#lib/i18n/bundles.ts';
import { isProblem, networkProblem, ProblemError, type Problem } from './problem.ts';

type Fetch = typeof globalThis.fetch;

/** Answer is what a call gives, whatever became of it. */
export type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** request gives the answer's body, or throws a ProblemError. Use it in event handlers. */
export async function request<T>(answer: Answer<T>): Promise<T> {
	let result: Awaited<Answer<T>>;
	try {
		result = await answer;
	} catch (cause) {
		return refuse(networkProblem(), cause);
	}
	if (!result.response.ok) return refuse(asProblem(result.error, result.response));
	return result.data as T;
}

/** refuse throws a problem, once the words to say it are here: nobody else fetches them. */
export async function refuse(problem: Problem, cause?: unknown): Promise<never> {
	await loadTexts('errors').catch(() => undefined);
	throw new ProblemError(problem, { cause });
}

/** data is `request` for `load`: what goes wrong becomes SvelteKit's error page with the right status. */
export async function data<T>(answer: Answer<T>): Promise<T> {
	try {
		return await request(answer);
	} catch (thrown) {
		if (isHttpError(thrown)) throw thrown;
		const problem = thrown instanceof ProblemError ? thrown.problem : networkProblem();
		const parent = problem.status === 410 && problem.detail?.startsWith('/') ? problem.detail : undefined;
		error(problem.status || 503, problem.title, { code: problem.code, request_id: problem.request_id, parent });
	}
}

type Query = Record<string, string | number | boolean | undefined>;

interface Call {
	method?: string;
	query?: Query;
	body?: unknown;
	headers?: Record<string, string>;
}

/**
 * call asks an address whose answer the caller describes; what is empty stays
 * out of the query. Public pages need nothing more: the generated client,
 * which knows every address, is for the pages behind the sign-in.
 */
export async function call<T>(
	fetch: Fetch,
	path: string,
	{ method = 'GET', query = {}, body, headers }: Call = {}
): Answer<T> {
	const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '' && value !== false);
	const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
	const response = await fetch(`/api/v1${path}${given.length ? `?${search}` : ''}`, {
		method,
		...(body === undefined
			? { headers }
			: { headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) })
	});
	const text = await response.text();
	const parsed = parseJSON(text);
	return response.ok ? { data: parsed as T, response } : { error: parsed ?? text, response };
}

/** read asks for what stands at an address. */
export const read = <T>(fetch: Fetch, path: string, query?: Query): Answer<T> => call<T>(fetch, path, { query });

/** send posts a body to an address. */
export const send = <T>(path: string, body: unknown, headers?: Record<string, string>): Answer<T> =>
	call<T>(globalThis.fetch, path, { method: 'POST', body, headers });

/** newIdempotencyKey names one attempt of a person; keep it while the same attempt is repeated. */
export function newIdempotencyKey(): string {
	if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

/** parseJSON reads a body, if it is one. */
export function parseJSON(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** asProblem is the problem that a body describes, or the bare status. */
export function asProblem(body: unknown, response: { status: number; statusText: string }): Problem {
	const parsed = typeof body === 'string' ? parseJSON(body) : body;
	if (isProblem(parsed)) return parsed;
	return {
		type: 'about:blank',
		title: response.statusText || 'Error',
		status: response.status,
		code: `http-${response.status}`
	};
}
