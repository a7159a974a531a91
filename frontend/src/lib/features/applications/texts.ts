import { lang, t } from '#lib/i18n/index.ts';
import { m, type ApplicationKey } from '#lib/i18n/applications.ts';
import { m as common } from '#lib/i18n/common.ts';
import { problemText } from '#lib/api/problem.ts';
import { formatDate } from '#lib/pure/dates.ts';
import type { FieldError, Form, FormField } from './engine/types.ts';
import { pathOf } from './engine/paths.ts';
import { knownLabel } from './options.svelte.ts';
import type { Problem } from './types.ts';
import type { SummaryWords } from './engine/summary.ts';

/** fieldId is the id in the page of the field at a path. */
export function fieldId(path: string): string {
	return 'campo-' + path.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '');
}

function text(key: string, params: Record<string, string | number>): string | undefined {
	const message = m[key as ApplicationKey] as ((p: Record<string, string | number>) => string) | undefined;
	return message?.(params);
}

function readable(params: Record<string, unknown> = {}): Record<string, string | number> {
	const write = (v: unknown) =>
		typeof v === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(v) ? formatDate(v, lang(), 'short') : String(v);
	return Object.fromEntries(Object.entries(params).map(([k, v]) => [k, typeof v === 'number' ? v : write(v)]));
}

/** errorText says in plain words what is wrong with a field. */
export function errorText(error: Pick<FieldError, 'code' | 'params'>, type?: FormField['type']): string {
	const params = readable(error.params);
	if (type === 'money' && (error.code === 'min' || error.code === 'max')) {
		const cents = Number(error.params?.[error.code]);
		params[error.code] = new Intl.NumberFormat('it-IT', { style: 'currency', currency: 'EUR' }).format(cents / 100);
	}
	return (
		(type && text(`error_${error.code}_${type}`, params)) ?? text(`error_${error.code}`, params) ?? m.error_other()
	);
}

/** findField gives the field that an error points to. */
export function findField(form: Form, ptr: string): FormField | undefined {
	const keys = pathOf(ptr).replace(/\[\d+\]/g, '');
	const search = (fields: FormField[], base: string): FormField | undefined => {
		for (const f of fields) {
			const key = base ? `${base}.${f.key}` : f.key;
			if (key === keys) return f;
			const inner = f.fields && keys.startsWith(key + '.') ? search(f.fields, key) : undefined;
			if (inner) return inner;
		}
		return undefined;
	};
	for (const step of form.steps) {
		for (const section of step.sections) {
			const found = search(section.fields, '');
			if (found) return found;
		}
	}
	return undefined;
}

/** errorLabel names the field of an error: "Figlio 2 – Nome". */
export function errorLabel(form: Form, error: FieldError): string {
	const field = findField(form, error.pointer);
	const label = field ? t(field.label) : declarationLabel(form, error);
	const place = /^(.*)\/(\d+)\//.exec(error.pointer);
	const list = place && findField(form, place[1]!);
	return list ? `${t(list.item_label) || m.list_item()} ${Number(place[2]) + 1} – ${label}` : label;
}

function declarationLabel(form: Form, error: FieldError): string {
	const declaration = form.declarations.find((d) => d.key === error.field);
	return declaration ? t(declaration.text) : error.field;
}

const fileProblems: Record<string, () => string> = {
	'file-type-not-allowed': m.problem_file_type,
	'file-not-what-it-says': m.problem_file_mismatch,
	'file-active-content': m.problem_file_active,
	'file-empty': m.upload_empty,
	'attachment-count': m.problem_file_count
};

/** uploadProblemText says why a file was not taken. */
export function uploadProblemText(problem: Problem): string {
	return fileProblems[problem.code]?.() ?? problemText(problem);
}

/** summaryWords are the few words that a summary adds to the texts of the form. */
export function summaryWords(): SummaryWords {
	return {
		yes: common.yes(),
		no: common.no(),
		signed: m.signature_drawn(),
		item: (n) => `${m.list_item()} ${n}`,
		option: knownLabel
	};
}
