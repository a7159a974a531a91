import { evaluate } from './expressions.ts';
import { getPath, joinKey, setPath } from './paths.ts';
import { fieldVisible, items, sectionVisible } from './walk.ts';
import type { Data, Env, Form, FormField } from './types.ts';

/** How many times one hidden answer may hide another before we stop looking. */
const rounds = 10;

/**
 * clean gives the data that the form as it stands now asks for: answers of
 * hidden fields and unknown keys are left out, computed values are worked out.
 * Leaving an answer out may hide further fields, so it repeats until nothing
 * changes. The input is not touched.
 */
export function clean(form: Form, data: Data, env: Env): Data {
	let current = structuredCopy(data);
	for (let round = 0; round < rounds; round++) {
		const next = pass(form, current, env);
		if (JSON.stringify(next) === JSON.stringify(current)) return next;
		current = next;
	}
	return current;
}

function structuredCopy(data: Data): Data {
	return JSON.parse(JSON.stringify(data ?? {})) as Data;
}

function pass(form: Form, data: Data, env: Env): Data {
	const out: Data = {};
	for (const step of form.steps) {
		for (const section of step.sections) {
			if (sectionVisible(section, data, env)) keep(section.fields, data, data, undefined, env, out);
		}
	}
	return out;
}

function keep(fields: FormField[], from: Data, data: Data, item: unknown, env: Env, out: Data): void {
	for (const field of fields) {
		if (!fieldVisible(field, { data, item, env })) continue;
		const value = kept(field, from, data, item, env);
		if (value !== undefined) setPath(out, field.key, value);
	}
}

function kept(field: FormField, from: Data, data: Data, item: unknown, env: Env): unknown {
	switch (field.type) {
		case 'info':
		case 'file':
			return undefined;
		case 'computed':
			return field.value ? evaluate(field.value, { data, item, env }) : undefined;
		case 'list': {
			const rows = getPath(from, field.key);
			if (!Array.isArray(rows)) return undefined;
			return rows.map((row) => {
				const kept: Data = {};
				if (row !== null && typeof row === 'object') {
					keep(field.fields ?? [], row as Data, data, row, env, kept);
				}
				return kept;
			});
		}
		default: {
			const value = getPath(from, field.key);
			return value === null || value === '' ? undefined : value;
		}
	}
}

/** fileKeys lists the keys under which the visible form takes attachments. */
export function fileKeys(form: Form, data: Data, env: Env): Set<string> {
	const keys = new Set<string>();
	const visit = (fields: FormField[], base: string, item: unknown): void => {
		for (const field of fields) {
			if (!fieldVisible(field, { data, item, env })) continue;
			const path = joinKey(base, field.key);
			if (field.type === 'file') keys.add(path);
			if (field.type !== 'list') continue;
			items(data, path).forEach((row, i) => visit(field.fields ?? [], `${path}[${i}]`, row));
		}
	};
	for (const step of form.steps) {
		for (const section of step.sections) {
			if (sectionVisible(section, data, env)) visit(section.fields, '', undefined);
		}
	}
	return keys;
}
