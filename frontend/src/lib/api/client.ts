import createClient, { type Client } from 'openapi-fetch';
import { error, isHttpError } from '@sveltejs/kit';
import type { paths } from './generated/schema.js';
import { isProblem, networkProblem, ProblemError, type Problem } from './problem.ts';

type Fetch = typeof globalThis.fetch;

/**
 * PlainRequest stands where openapi-fetch would build a `Request`: the global
 * one refuses relative addresses on the server, and SvelteKit's fetch reuses on
 * the client what the server already read only when both name the same address.
 */
class PlainRequest {
	readonly method: string;
	constructor(
		readonly url: string,
		readonly init: RequestInit = {}
	) {
		this.method = init.method ?? 'GET';
	}
}

/** api returns the typed client. Pass the `fetch` of `load`; in an event handler the browser's own will do. */
export function api(fetch: Fetch = globalThis.fetch): Client<paths> {
	return createClient<paths>({
		baseUrl: '/api/v1',
		Request: PlainRequest as unknown as typeof Request,
		fetch: (request) => {
			const plain = request as unknown as PlainRequest;
			return fetch(plain.url, plain.init);
		}
	});
}

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** request gives the answer's body, or throws a ProblemError. Use it in event handlers. */
export async function request<T>(answer: Answer<T>): Promise<T> {
	let result: Awaited<Answer<T>>;
	try {
		result = await answer;
	} catch (cause) {
		throw new ProblemError(networkProblem(), { cause });
	}
	if (!result.response.ok) {
		throw new ProblemError(asProblem(result.error, result.response));
	}
	return result.data as T;
}

/** data is `request` for `load`: what goes wrong becomes SvelteKit's error page with the right status. */
export async function data<T>(answer: Answer<T>): Promise<T> {
	try {
		return await request(answer);
	} catch (thrown) {
		if (isHttpError(thrown)) throw thrown;
		const problem = thrown instanceof ProblemError ? thrown.problem : networkProblem();
		error(problem.status || 503, problem.title, { code: problem.code, request_id: problem.request_id });
	}
}

type Query = Record<string, string | number | boolean | undefined>;

/** read asks an address whose answer the caller describes; what is empty stays out of the query. */
export function read<T>(fetch: Fetch, path: string, query: Query = {}): Answer<T> {
	const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '' && value !== false);
	const options = { params: { query: Object.fromEntries(given) } };
	return api(fetch).GET(path as never, options as never) as Answer<T>;
}

/** send posts a body to an address whose answer the caller describes. */
export function send<T>(path: string, body: unknown, headers: Record<string, string> = {}): Answer<T> {
	return api().POST(path as never, { body, headers } as never) as Answer<T>;
}

/** newIdempotencyKey names one attempt of a person; keep it while the same attempt is repeated. */
export function newIdempotencyKey(): string {
	if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

/** formBody lets openapi-fetch send a FormData as it is (multipart). */
export const formBody = { bodySerializer: (body: unknown) => body as FormData };

/** mergePatch marks a PATCH body as a merge patch (RFC 7396). */
export const mergePatch = { 'Content-Type': 'application/merge-patch+json' };

/** upload sends a multipart form and reports how much was sent (0–1); `fetch` cannot. */
export function upload<T>(
	path: string,
	body: FormData,
	onprogress?: (share: number) => void,
	method: 'POST' | 'PUT' = 'POST'
): Promise<T> {
	return new Promise((resolve, reject) => {
		const xhr = new XMLHttpRequest();
		xhr.open(method, `/api/v1${path}`);
		xhr.responseType = 'text';
		xhr.upload.onprogress = (e) => {
			if (e.lengthComputable) onprogress?.(e.loaded / e.total);
		};
		xhr.onerror = () => reject(new ProblemError(networkProblem()));
		xhr.onload = () => {
			const parsed = parseJSON(xhr.responseText);
			if (xhr.status >= 200 && xhr.status < 300) return resolve(parsed as T);
			reject(new ProblemError(asProblem(parsed, { status: xhr.status, statusText: xhr.statusText })));
		};
		xhr.send(body);
	});
}

function parseJSON(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function asProblem(body: unknown, response: { status: number; statusText: string }): Problem {
	const parsed = typeof body === 'string' ? parseJSON(body) : body;
	if (isProblem(parsed)) return parsed;
	return {
		type: 'about:blank',
		title: response.statusText || 'Error',
		status: response.status,
		code: `http-${response.status}`
	};
}
