import { Environment } from '@marcbachmann/cel-js';
import type { Data, Env } from './types.ts';

export type Scope = { data: Data; item?: unknown; env: Env };

const environment = new Environment({ homogeneousAggregateLiterals: false })
	.registerVariable('data', 'dyn')
	.registerVariable('item', 'dyn')
	.registerVariable('person', 'dyn')
	.registerVariable('today', 'string');

type Program = { run: (context: Record<string, unknown>) => unknown; reads: string[] | undefined };

const programs = new Map<string, Program | null>();

/**
 * readKeys lists the first keys of the data that an expression reads, so that
 * only these are made into CEL values; undefined when it reads the data whole.
 */
function readKeys(expression: string): string[] | undefined {
	const uses = [...expression.matchAll(/\bdata\b(?:\.([A-Za-z_]\w*))?/g)].map((use) => use[1]);
	return uses.every((key) => key !== undefined) ? [...new Set(uses)] : undefined;
}

function program(expression: string): Program | null {
	const known = programs.get(expression);
	if (known !== undefined) return known;
	let compiled: Program | null = null;
	try {
		compiled = { run: environment.parse(expression) as Program['run'], reads: readKeys(expression) };
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

function only(data: Data, keys: string[]): Data {
	return Object.fromEntries(keys.filter((key) => Object.hasOwn(data, key)).map((key) => [key, data[key]]));
}

/** evaluate answers undefined when a key that the expression reads is missing. */
export function evaluate(expression: string, scope: Scope): unknown {
	const known = program(expression);
	if (!known) return undefined;
	const { run, reads } = known;
	// Reading what is not answered yet throws, often: nobody looks at where from.
	const traces = Error.stackTraceLimit;
	Error.stackTraceLimit = 0;
	try {
		return fromCel(
			run({
				data: toCel(reads ? only(scope.data, reads) : scope.data),
				item: toCel(scope.item ?? {}),
				person: toCel(scope.env.person),
				today: scope.env.today
			})
		);
	} catch {
		return undefined;
	} finally {
		Error.stackTraceLimit = traces;
	}
}

/** holds says whether a condition is met; what cannot be evaluated is not. */
export function holds(expression: string, scope: Scope): boolean {
	return evaluate(expression, scope) === true;
}
