import { Environment } from '@marcbachmann/cel-js';
import type { Data, Env } from './types.ts';

export type Scope = { data: Data; item?: unknown; env: Env };

const environment = new Environment({ homogeneousAggregateLiterals: false })
	.registerVariable('data', 'dyn')
	.registerVariable('item', 'dyn')
	.registerVariable('person', 'dyn')
	.registerVariable('today', 'string');

type Program = (context: Record<string, unknown>) => unknown;

const programs = new Map<string, Program | null>();

function program(expression: string): Program | null {
	const known = programs.get(expression);
	if (known !== undefined) return known;
	let compiled: Program | null = null;
	try {
		compiled = environment.parse(expression) as Program;
	} catch {
		// An expression that this library cannot read is left to the server.
	}
	programs.set(expression, compiled);
	return compiled;
}

/** toCel gives whole numbers as CEL integers, as the server does. */
function toCel(value: unknown): unknown {
	if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
	if (Array.isArray(value)) return value.map(toCel);
	if (value !== null && typeof value === 'object') {
		return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toCel(v)]));
	}
	return value;
}

/** fromCel is the inverse: what an expression answers becomes plain JSON again. */
function fromCel(value: unknown): unknown {
	if (typeof value === 'bigint') return Number(value);
	if (Array.isArray(value)) return value.map(fromCel);
	if (value instanceof Map) return Object.fromEntries([...value].map(([k, v]) => [String(k), fromCel(v)]));
	if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
		return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fromCel(v)]));
	}
	return value;
}

/** evaluate answers undefined when a key that the expression reads is missing. */
export function evaluate(expression: string, scope: Scope): unknown {
	const run = program(expression);
	if (!run) return undefined;
	try {
		return fromCel(
			run({
				data: toCel(scope.data),
				item: toCel(scope.item ?? {}),
				person: toCel(scope.env.person),
				today: scope.env.today
			})
		);
	} catch {
		return undefined;
	}
}

/** holds says whether a condition is met; what cannot be evaluated is not. */
export function holds(expression: string, scope: Scope): boolean {
	return evaluate(expression, scope) === true;
}
