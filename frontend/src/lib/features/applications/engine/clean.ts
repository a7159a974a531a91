import { squeeze } from './checks.ts';
import { evaluate, type Scope } from './expressions.ts';
import { cornersOf, isArea, squareMetres } from './geometry.ts';
import { getPath, joinKey, removePath, setPath } from './paths.ts';
import { fieldVisible, items, sectionVisible } from './walk.ts';
import type { Data, Env, FieldType, Form, FormField } from './types.ts';

/** How many times one hidden answer may hide another before we stop looking. */
const rounds = 12;

/**
 * clean gives the data that the form as it stands now asks for: answers of
 * hidden fields and unknown keys are left out, codes are written in capitals,
 * computed values are worked out. Leaving an answer out may hide further
 * fields, so it repeats until nothing changes. The input is not touched.
 */
export function clean(form: Form, data: Data, env: Env): Data {
	const out = picked(allFields(form), data ?? {});
	for (let round = 0; round < rounds; round++) {
		if (!pass(form, out, env)) break;
	}
	return out;
}

function allFields(form: Form): FormField[] {
	return form.steps.flatMap((step) => step.sections.flatMap((section) => section.fields));
}

/** picked copies the values of the fields, each in its one spelling. */
function picked(fields: FormField[], from: Data): Data {
	const out: Data = {};
	for (const field of fields) {
		const value = getPath(from, field.key);
		const chosen = field.type === 'list' ? pickedRows(field, value) : normalise(field, value);
		if (!isEmpty(chosen)) setPath(out, field.key, chosen);
	}
	return out;
}

function pickedRows(field: FormField, value: unknown): Data[] {
	if (!Array.isArray(value)) return [];
	return value.filter(isObject).map((row) => picked(field.fields ?? [], row));
}

/** Codes of which registers keep one spelling, however they are typed. */
const codes: FieldType[] = ['tax_code', 'vat_number', 'iban', 'plate', 'notice_code'];

/** isCode tells whether the answers of a field are kept in capitals and without spaces. */
export function isCode(type: FieldType): boolean {
	return codes.includes(type);
}

function normalise(field: FormField, value: unknown): unknown {
	if (['file', 'info', 'computed'].includes(field.type)) return undefined;
	if (field.type === 'point' && isObject(value)) return keep(value, ['lat', 'lon', 'label']);
	if (field.type === 'area' && isObject(value)) return measured(keep(value, ['type', 'coordinates', 'square_metres']));
	if (isObject(value)) return undefined;
	if (Array.isArray(value)) {
		const many = field.type === 'checkboxes' || field.type === 'ranking';
		return many ? value.filter((v) => v !== null && typeof v !== 'object') : undefined;
	}
	if (typeof value !== 'string') return value;
	const text = value.trim();
	if (isCode(field.type)) return squeeze(text);
	return field.type === 'email' ? text.toLowerCase() : text;
}

function keep(value: Data, keys: string[]): Data {
	return Object.fromEntries(keys.filter((key) => !isEmpty(value[key])).map((key) => [key, value[key]]));
}

/** measured writes the size that the corners of an area have, whatever was sent. */
function measured(value: Data): Data {
	return isArea(value) ? { ...value, square_metres: squareMetres(cornersOf(value)) } : value;
}

function isObject(value: unknown): value is Data {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
	return (
		value === undefined ||
		value === null ||
		value === '' ||
		(Array.isArray(value) && value.length === 0) ||
		(isObject(value) && Object.keys(value).length === 0)
	);
}

/**
 * pass goes through the form once and says whether it changed anything. Values
 * worked out count at once for the fields that follow, as on the server.
 */
function pass(form: Form, data: Data, env: Env): boolean {
	let changed = false;
	for (const step of form.steps) {
		for (const section of step.sections) {
			const shown = sectionVisible(section, data, env);
			if (passFields(section.fields, data, { data, env }, shown)) changed = true;
		}
	}
	return changed;
}

function passFields(fields: FormField[], owner: Data, scope: Scope, shown: boolean): boolean {
	let changed = false;
	for (const field of fields) {
		if (!shown || !fieldVisible(field, scope)) changed = drop(owner, field.key) || changed;
		else if (field.type === 'computed') changed = compute(field, owner, scope) || changed;
		else if (field.type === 'list') {
			for (const row of items(owner, field.key).filter(isObject)) {
				changed = passFields(field.fields ?? [], row, { ...scope, item: row }, true) || changed;
			}
		}
	}
	return changed;
}

function drop(owner: Data, key: string): boolean {
	if (getPath(owner, key) === undefined) return false;
	removePath(owner, key);
	return true;
}

function compute(field: FormField, owner: Data, scope: Scope): boolean {
	const value = field.value ? evaluate(field.value, scope) : undefined;
	if (value === undefined || value === null) return drop(owner, field.key);
	if (JSON.stringify(getPath(owner, field.key)) === JSON.stringify(value)) return false;
	setPath(owner, field.key, value);
	return true;
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
