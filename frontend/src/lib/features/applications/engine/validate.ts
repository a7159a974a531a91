import { isTaxCode } from '#lib/pure/tax-code.ts';
import { dateValid, emailValid, ibanValid, plateValid } from './checks.ts';
import { getPath, pointer } from './paths.ts';
import { fieldRequired, visibleFields, type Placed } from './walk.ts';
import type { AttachmentCounts, Data, Env, FieldError, Form, FormField } from './types.ts';

type Finding = { code: string; params?: Record<string, unknown> };

/** validateStep lists what is wrong in one step, in the order of the page. */
export function validateStep(
	form: Form,
	stepId: string | undefined,
	data: Data,
	attachments: AttachmentCounts,
	env: Env
): FieldError[] {
	const errors: FieldError[] = [];
	for (const placed of visibleFields(form, data, env, stepId)) {
		const found = check(placed, data, attachments, env);
		if (found) errors.push(located(placed, found));
	}
	return errors;
}

/** validateForm lists what is wrong in the whole form, declarations included. */
export function validateForm(
	form: Form,
	data: Data,
	attachments: AttachmentCounts,
	declarations: string[],
	env: Env
): FieldError[] {
	return [...validateStep(form, undefined, data, attachments, env), ...missingDeclarations(form, declarations)];
}

export function missingDeclarations(form: Form, declarations: string[]): FieldError[] {
	return form.declarations
		.filter((d) => d.required && !declarations.includes(d.key))
		.map((d) => ({
			pointer: '/declarations/' + d.key,
			code: 'declaration_required',
			step: 'summary',
			section: 'declarations',
			field: d.key
		}));
}

function located({ field, path, step, section }: Placed, found: Finding): FieldError {
	return { pointer: pointer(path), ...found, step: step.id, section: section.id, field: field.key };
}

/** check looks at one field and gives the first thing wrong with it. */
export function check(
	{ field, path, item }: Pick<Placed, 'field' | 'path' | 'item'>,
	data: Data,
	attachments: AttachmentCounts,
	env: Env
): Finding | undefined {
	if (field.type === 'info' || field.type === 'computed') return undefined;
	const required = fieldRequired(field, { data, item, env });
	if (field.type === 'file') return checkFiles(field, attachments[path] ?? 0, required);
	const value = getPath(data, path);
	if (isEmpty(value, field)) return required ? { code: 'required' } : minimum(field, value);
	return checkValue(field, value, env);
}

/** minimum reports an optional list that nevertheless asks for some items. */
function minimum(field: FormField, value: unknown): Finding | undefined {
	if (field.type !== 'list' || !field.min_items || !Array.isArray(value)) return undefined;
	return { code: 'min_items', params: { min: field.min_items } };
}

function checkFiles(field: FormField, count: number, required: boolean): Finding | undefined {
	if (count === 0) return required ? { code: 'attachment_required' } : undefined;
	if (field.max_files && count > field.max_files) return { code: 'max_items', params: { max: field.max_files } };
	return undefined;
}

function isEmpty(value: unknown, field: FormField): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return value.trim() === '';
	if (Array.isArray(value)) return value.length === 0;
	return field.type === 'checkbox' && value === false;
}

function checkValue(field: FormField, value: unknown, env: Env): Finding | undefined {
	switch (field.type) {
		case 'number':
		case 'money':
			return checkNumber(field, value);
		case 'date':
			return checkDate(field, value, env);
		case 'radio':
		case 'select':
			return checkOption(field, value);
		case 'checkboxes':
		case 'ranking':
			return checkOptions(field, value);
		case 'checkbox':
			return typeof value === 'boolean' ? undefined : { code: 'type' };
		case 'list':
			return checkCount(field, value) ?? checkUnique(field, value);
		default:
			return checkText(field, value);
	}
}

const formats: Partial<Record<FormField['type'], (value: string) => boolean>> = {
	email: emailValid,
	tax_code: isTaxCode,
	iban: ibanValid,
	plate: plateValid
};

function checkText(field: FormField, value: unknown): Finding | undefined {
	if (typeof value !== 'string') return { code: 'type' };
	const length = [...value].length;
	if (field.max_length && length > field.max_length) return { code: 'too_long', params: { max: field.max_length } };
	if (field.min_length && length < field.min_length) return { code: 'too_short', params: { min: field.min_length } };
	const format = formats[field.type];
	if (format && !format(value)) return { code: field.type };
	if (field.pattern && !matches(field.pattern, value)) return { code: 'pattern' };
	return undefined;
}

function matches(pattern: string, value: string): boolean {
	try {
		return new RegExp(pattern, 'u').test(value);
	} catch {
		return true; // left to the server, whose expressions are not quite ours
	}
}

function checkNumber(field: FormField, value: unknown): Finding | undefined {
	if (typeof value !== 'number' || !Number.isFinite(value)) return { code: 'type' };
	if (field.min !== undefined && value < Number(field.min)) return { code: 'min', params: { min: field.min } };
	if (field.max !== undefined && value > Number(field.max)) return { code: 'max', params: { max: field.max } };
	return undefined;
}

/** dateBound is the day that a limit names: a date, or today. */
export function dateBound(limit: number | string | undefined, env: Env): string | undefined {
	if (typeof limit !== 'string') return undefined;
	return limit === 'today' ? env.today : limit;
}

function checkDate(field: FormField, value: unknown, env: Env): Finding | undefined {
	if (typeof value !== 'string' || !dateValid(value)) return { code: 'type' };
	const min = dateBound(field.min, env);
	const max = dateBound(field.max, env);
	if (min && value < min) return field.min === 'today' ? { code: 'date_future' } : { code: 'min', params: { min } };
	if (max && value > max) return field.max === 'today' ? { code: 'date_past' } : { code: 'max', params: { max } };
	return undefined;
}

function checkOption(field: FormField, value: unknown): Finding | undefined {
	return field.options?.some((o) => o.value === value) ? undefined : { code: 'option' };
}

function checkOptions(field: FormField, value: unknown): Finding | undefined {
	if (!Array.isArray(value)) return { code: 'type' };
	if (value.some((v) => checkOption(field, v))) return { code: 'option' };
	if (new Set(value).size !== value.length) return { code: 'unique' };
	return checkCount(field, value);
}

/** checkUnique reports two items of a list that share what tells them apart. */
function checkUnique(field: FormField, value: unknown): Finding | undefined {
	if (!field.unique_by || !Array.isArray(value)) return undefined;
	const key = field.unique_by;
	const seen = value.map((row) => getPath(row, key)).filter((v) => v !== undefined && v !== '');
	return new Set(seen).size === seen.length ? undefined : { code: 'unique', params: { by: key } };
}

function checkCount(field: FormField, value: unknown): Finding | undefined {
	if (!Array.isArray(value)) return { code: 'type' };
	if (field.min_items && value.length < field.min_items) return { code: 'min_items', params: { min: field.min_items } };
	if (field.max_items && value.length > field.max_items) return { code: 'max_items', params: { max: field.max_items } };
	return undefined;
}
