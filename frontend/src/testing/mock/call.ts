/** What a made-up answer is given, and how it refuses. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

export interface Call {
	query: URLSearchParams;
	params: string[];
	body: Record<string, unknown>;
	/** the body as it came, for what is not JSON */
	raw: Buffer;
	headers: IncomingHttpHeaders;
	cookie: string;
	response: ServerResponse;
}
export type Route = [method: string, path: RegExp, answer: (call: Call) => unknown];

/** Refusal becomes a problem document; `more` joins its members. */
export class Refusal extends Error {
	readonly status: number;
	readonly code: string;
	readonly more: Record<string, unknown>;
	constructor(status: number, code: string, more: Record<string, unknown> = {}) {
		super(code);
		this.status = status;
		this.code = code;
		this.more = more;
	}
}
