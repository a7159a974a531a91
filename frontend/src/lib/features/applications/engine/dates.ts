import { dateValid } from './checks.ts';
import { evaluate, type Scope } from './expressions.ts';
import { getPath } from './paths.ts';

const limitShape = /^(today|(?:data|item)\.[a-z0-9_.]+)((?:[+-]\d{1,4}[dwmy])*)$/;

/**
 * dateLimit is the day that the limit of a date field names: a date; today or
 * the date of another field, moved by distances (`today+1y`,
 * `data.period.from+12m-1d`); or an expression. A limit that cannot be known
 * yet does not limit.
 */
export function dateLimit(limit: unknown, scope: Scope): string | undefined {
	if (typeof limit !== 'string' || limit === '') return undefined;
	if (dateValid(limit)) return limit;
	const parts = limitShape.exec(limit);
	if (!parts) return known(evaluate(limit, scope));
	const base = known(baseOf(parts[1]!, scope));
	if (!base) return undefined;
	return [...(parts[2] ?? '').matchAll(/([+-])(\d{1,4})([dwmy])/g)].reduce(
		(day, [, sign, amount, unit]) => shift(day, Number(`${sign}${amount}`), unit!),
		base
	);
}

function known(value: unknown): string | undefined {
	return typeof value === 'string' && dateValid(value) ? value : undefined;
}

function baseOf(name: string, scope: Scope): unknown {
	if (name === 'today') return scope.env.today;
	const [root, ...path] = name.split('.');
	return getPath(root === 'item' ? scope.item : scope.data, path.join('.'));
}

/** shift moves a day; months keep the day and stop at the end of a shorter month. */
export function shift(day: string, amount: number, unit: string): string {
	const date = new Date(`${day}T00:00:00Z`);
	if (unit === 'd' || unit === 'w') {
		date.setUTCDate(date.getUTCDate() + amount * (unit === 'w' ? 7 : 1));
		return date.toISOString().slice(0, 10);
	}
	const wanted = date.getUTCDate();
	date.setUTCMonth(date.getUTCMonth() + amount * (unit === 'y' ? 12 : 1));
	if (date.getUTCDate() !== wanted) date.setUTCDate(0);
	return date.toISOString().slice(0, 10);
}
