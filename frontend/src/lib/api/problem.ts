import type { components } from './generated/schema.js';
import { m as common } from '#lib/i18n/common.ts';
import { m, type ErrorKey } from '#lib/i18n/errors.ts';

/** Problem is the API's error (RFC 9457). */
export type Problem = components['schemas']['Problem'];

/** ProblemError carries a problem through `throw`. */
export class ProblemError extends Error {
	constructor(
		readonly problem: Problem,
		options?: ErrorOptions
	) {
		super(problem.title, options);
		this.name = 'ProblemError';
	}
}

/** isProblem tells whether a parsed body is a problem document. */
export function isProblem(value: unknown): value is Problem {
	return typeof value === 'object' && value !== null && 'code' in value && 'status' in value;
}

/** networkProblem is what we say when there was no answer at all. */
export function networkProblem(): Problem {
	return { type: 'about:blank', title: 'No answer', status: 0, code: 'network' };
}

/** toProblem turns anything thrown into a problem. */
export function toProblem(thrown: unknown): Problem {
	if (thrown instanceof ProblemError) return thrown.problem;
	if (isProblem(thrown)) return thrown;
	return { type: 'about:blank', title: 'Unexpected error', status: 500, code: 'unexpected' };
}

/** problemText says a problem in the person's language; unknown codes fall back on their status. */
export function problemText(problem: Problem): string {
	return m[problem.code.replaceAll('-', '_') as ErrorKey]?.() || statusText(problem.status);
}

/** statusText is the sentence for a bare HTTP status. */
export function statusText(status: number): string {
	const byStatus = m[`status_${status}` as ErrorKey];
	const said = byStatus?.() || (status >= 500 || status === 0 ? m.unexpected() : m.refused());
	return said || common.api_error_text();
}
