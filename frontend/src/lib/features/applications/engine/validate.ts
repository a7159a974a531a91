import { isTaxCode } from '#lib/pure/tax-code.ts';
import {
	dateValid,
	elevenDigitsValid,
	emailValid,
	ibanValid,
	noticeCodeValid,
	phoneValid,
	plateValid,
	taxCodeBornOn,
	taxCodeOfGender,
	timeMinutes,
	urlValid
} from './checks.ts';
import { dateLimit } from './dates.ts';
import { evaluate, type Scope } from './expressions.ts';
import { fileLimits } from './files.ts';
import { isArea, isPoint, squareMetres } from './geometry.ts';
import { isHoliday, weekday } from './holidays.ts';
import { isSignature } from './signature.ts';
import { getPath, pathOf, pointer } from './paths.ts';
import { fieldRequired, items, visibleFields, type Placed } from './walk.ts';
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
	const skipped: string[] = [];
	for (const placed of visibleFields(form, data, env, stepId)) {
		if (skipped.some((list) => placed.path.startsWith(list))) continue;
		const found = check(placed, data, attachments, env);
		if (found) errors.push(located(placed, found));
		if (placed.field.type !== 'list') continue;
		if (found) skipped.push(`${placed.path}[`);
		else errors.push(...repeated(placed, data));
	}
	return errors;
}

/** repeated reports the items of a list that give again what must tell them apart. */
function repeated(placed: Placed, data: Data): FieldError[] {
	const key = placed.field.unique_by;
	if (!key) return [];
	const seen = new Set<unknown>();
	return items(data, placed.path).flatMap((row, i) => {
		const value = getPath(row, key);
		if (value === undefined || value === null || value === '') return [];
		if (!seen.has(value)) {
			seen.add(value);
			return [];
		}
		return [located({ ...placed, path: `${placed.path}[${i}].${key}` }, { code: 'unique' })];
	});
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

/** missingDeclarations lists the statements that must still be made. */
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

/** locate finds the step and the section of an error of which the server only gave the pointer. */
export function locate(form: Form, error: Pick<FieldError, 'pointer' | 'code' | 'params'>): FieldError {
	if (error.pointer.startsWith('/declarations/')) {
		return { ...error, step: 'summary', section: 'declarations', field: error.pointer.slice(14) };
	}
	const field = pathOf(error.pointer.replace(/^\/data(?=\/)/, ''));
	const key = field.replace(/\[\d+\]/g, '[]');
	const asks = (f: FormField) => f.key === key || key.startsWith(`${f.key}[]`) || f.key.startsWith(`${key}.`);
	for (const step of form.steps) {
		for (const section of step.sections) {
			if (section.fields.some(asks))
				return { ...error, pointer: pointer(field), step: step.id, section: section.id, field };
		}
	}
	return {
		...error,
		step: error.pointer === '/privacy_accepted' ? 'privacy' : (form.steps[0]?.id ?? ''),
		section: '',
		field
	};
}

function located({ path, step, section }: Placed, found: Finding): FieldError {
	return { pointer: pointer(path), ...found, step: step.id, section: section.id, field: path };
}

/** check looks at one field and gives the first thing wrong with it. */
export function check(
	{ field, path, item }: Pick<Placed, 'field' | 'path' | 'item'>,
	data: Data,
	attachments: AttachmentCounts,
	env: Env
): Finding | undefined {
	if (field.type === 'info' || field.type === 'computed') return undefined;
	const scope: Scope = { data, item, env };
	const required = fieldRequired(field, scope);
	if (field.type === 'file') return checkFiles(field, attachments[path] ?? 0, required);
	const value = getPath(data, path);
	if (isEmpty(value, field)) {
		if (required) return { code: 'required' };
		return field.type === 'list' ? checkCount(field, 0) : undefined;
	}
	return checkValue(field, value, item ?? data, scope);
}

function checkFiles(field: FormField, count: number, required: boolean): Finding | undefined {
	if (required && count === 0) return { code: 'attachment_required' };
	const { maxFiles } = fileLimits(field);
	return count > maxFiles ? { code: 'max_items', params: { max: maxFiles } } : undefined;
}

function isEmpty(value: unknown, field: FormField): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return value.trim() === '';
	if (Array.isArray(value)) return value.length === 0;
	return field.type === 'checkbox' && value === false;
}

function checkValue(field: FormField, value: unknown, owner: unknown, scope: Scope): Finding | undefined {
	switch (field.type) {
		case 'number':
		case 'money':
			return checkNumber(field, value);
		case 'year':
			return checkYear(field, value, scope);
		case 'date':
			return checkDate(field, value, scope);
		case 'time':
			return checkTime(field, value);
		case 'point':
			return isPoint(value) ? undefined : { code: 'type' };
		case 'area':
			return checkArea(field, value);
		case 'signature':
			return isSignature(value) ? undefined : { code: 'type' };
		case 'checkboxes':
		case 'ranking':
			return checkChoices(field, value);
		case 'checkbox':
			return typeof value === 'boolean' ? undefined : { code: 'type' };
		case 'list':
			return Array.isArray(value) ? checkCount(field, value.length) : { code: 'type' };
		default:
			return checkText(field, value, owner);
	}
}

const formats: Partial<Record<FormField['type'], [code: string, valid: (value: string) => boolean]>> = {
	email: ['email', emailValid],
	tel: ['pattern', phoneValid],
	url: ['url', urlValid],
	vat_number: ['vat_number', elevenDigitsValid],
	notice_code: ['notice_code', noticeCodeValid],
	iban: ['iban', ibanValid],
	plate: ['plate', plateValid]
};

/** Limits of free text whose field sets none. */
const textLength = 255;
const textareaLength = 5000;

function checkText(field: FormField, value: unknown, owner: unknown): Finding | undefined {
	if (typeof value !== 'string') return { code: 'type' };
	const length = [...value].length;
	const max = field.max_length ?? (field.type === 'textarea' ? textareaLength : textLength);
	if (length > max) return { code: 'too_long', params: { max } };
	if (field.min_length && length < field.min_length) return { code: 'too_short', params: { min: field.min_length } };
	if (field.type === 'radio' || field.type === 'select') {
		return field.source || field.options?.some((o) => o.value === value) ? undefined : { code: 'option' };
	}
	const format = formats[field.type];
	if (format && !format[1](value)) return { code: format[0] };
	const taxCode = field.type === 'tax_code' ? checkTaxCode(field, value, owner) : undefined;
	if (taxCode) return taxCode;
	return field.pattern && !matches(field.pattern, value) ? { code: 'pattern' } : undefined;
}

/** checkTaxCode also compares the code with the birth date and the sex that the same group asks for. */
function checkTaxCode(field: FormField, code: string, owner: unknown): Finding | undefined {
	if (!isTaxCode(code) && !elevenDigitsValid(code)) return { code: 'tax_code' };
	const group = field.key.includes('.') ? field.key.slice(0, field.key.lastIndexOf('.') + 1) : '';
	const born = getPath(owner, `${group}birth_date`);
	if (typeof born === 'string' && dateValid(born) && !taxCodeBornOn(code, born)) {
		return { code: 'tax_code', params: { reason: 'birth_date' } };
	}
	const gender = getPath(owner, `${group}gender`);
	if (typeof gender === 'string' && !taxCodeOfGender(code, gender)) {
		return { code: 'tax_code', params: { reason: 'gender' } };
	}
	return undefined;
}

function matches(pattern: string, value: string): boolean {
	try {
		return new RegExp(`^(?:${pattern})$`, 'u').test(value);
	} catch {
		return true; // left to the server, whose expressions are not quite ours
	}
}

function checkNumber(field: FormField, value: unknown): Finding | undefined {
	if (typeof value !== 'number' || !Number.isFinite(value)) return { code: 'type' };
	if (field.type === 'money' && !Number.isInteger(value)) return { code: 'type' };
	if (field.integer && !Number.isInteger(value)) return { code: 'integer' };
	if (typeof field.min === 'number' && value < field.min) return { code: 'min', params: { min: field.min } };
	if (typeof field.max === 'number' && value > field.max) return { code: 'max', params: { max: field.max } };
	return undefined;
}

function checkDate(field: FormField, value: unknown, scope: Scope): Finding | undefined {
	if (typeof value !== 'string' || !dateValid(value)) return { code: 'type' };
	const min = dateLimit(field.min, scope);
	if (min && value < min) return field.min === 'today' ? { code: 'date_future' } : { code: 'min', params: { min } };
	const max = dateLimit(field.max, scope);
	if (max && value > max) return field.max === 'today' ? { code: 'date_past' } : { code: 'max', params: { max } };
	return checkDay(field, value);
}

/** checkDay looks at the day of the week and at the holidays. */
function checkDay(field: FormField, value: string): Finding | undefined {
	if (field.weekdays?.length && !field.weekdays.includes(weekday(value))) return { code: 'weekday' };
	return field.working_days && isHoliday(value) ? { code: 'working_day' } : undefined;
}

function checkYear(field: FormField, value: unknown, scope: Scope): Finding | undefined {
	if (typeof value !== 'number' || !Number.isInteger(value) || value < 1000 || value > 9999) return { code: 'type' };
	const min = yearLimit(field.min, scope);
	if (min !== undefined && value < min) return { code: 'min', params: { min } };
	const max = yearLimit(field.max, scope);
	if (max !== undefined && value > max) return { code: 'max', params: { max } };
	return undefined;
}

/** yearLimit is a year, or the year of a date limit (`today-10y`). */
export function yearLimit(limit: unknown, scope: Scope): number | undefined {
	if (typeof limit === 'number') return limit;
	const day = dateLimit(limit, scope);
	if (day) return Number(day.slice(0, 4));
	const value = typeof limit === 'string' && limit !== '' ? evaluate(limit, scope) : undefined;
	return typeof value === 'number' ? value : undefined;
}

function checkTime(field: FormField, value: unknown): Finding | undefined {
	const minutes = timeMinutes(value);
	if (minutes === undefined) return { code: 'type' };
	const min = timeMinutes(field.min);
	if (min !== undefined && minutes < min) return { code: 'min', params: { min: field.min } };
	const max = timeMinutes(field.max);
	if (max !== undefined && minutes > max) return { code: 'max', params: { max: field.max } };
	if (field.step && (minutes - (min ?? 0)) % field.step !== 0) return { code: 'step', params: { step: field.step } };
	return undefined;
}

function checkArea(field: FormField, value: unknown): Finding | undefined {
	if (!isArea(value)) return { code: 'type' };
	const size = squareMetres(value.coordinates[0].slice(0, -1));
	if (field.max_area && size > field.max_area) return { code: 'max', params: { max: field.max_area } };
	return undefined;
}

function checkChoices(field: FormField, value: unknown): Finding | undefined {
	if (!Array.isArray(value)) return { code: 'type' };
	if (new Set(value).size !== value.length) return { code: 'unique' };
	if (value.some((v) => !field.options?.some((o) => o.value === v))) return { code: 'option' };
	return checkCount(field, value.length);
}

function checkCount(field: FormField, count: number): Finding | undefined {
	if (field.min_items && count < field.min_items) return { code: 'min_items', params: { min: field.min_items } };
	if (field.max_items && count > field.max_items) return { code: 'max_items', params: { max: field.max_items } };
	return undefined;
}
