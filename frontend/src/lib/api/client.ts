import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/schema.js';
import { asProblem, parseJSON, refuse } from './http.ts';
import { networkProblem } from './problem.ts';

export { data, newIdempotencyKey, request } from './http.ts';

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
		xhr.onerror = () => refuse(networkProblem()).catch(reject);
		xhr.onload = () => {
			const parsed = parseJSON(xhr.responseText);
			if (xhr.status >= 200 && xhr.status < 300) return resolve(parsed as T);
			refuse(asProblem(parsed, { status: xhr.status, statusText: xhr.statusText })).catch(reject);
		};
		xhr.send(body);
	});
}
