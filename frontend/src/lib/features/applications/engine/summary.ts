import { getPath, joinKey } from './paths.ts';
import { writeMoney } from './checks.ts';
import { fieldVisible, items, sectionVisible } from './walk.ts';
import { isArea, isPoint } from './geometry.ts';
import { isDrawing } from './signature.ts';
import type { Data, Env, Form, FormField, FormSection, Lang } from './types.ts';

export type SummaryFile = { id: string; file_name: string; size: number };

export type SummaryRow =
	| { kind: 'value'; path: string; label: string; values: string[]; ordered?: boolean }
	| { kind: 'files'; path: string; label: string; files: SummaryFile[] }
	| { kind: 'group'; path: string; label: string; rows: SummaryRow[] };

export type SummarySection = { id: string; title: string; rows: SummaryRow[] };

export type SummaryStep = { id: string; title: string; sections: SummarySection[] };

export type SummaryWords = {
	yes: string;
	no: string;
	/** what stands for a drawn signature */
	signed: string;
	item: (n: number) => string;
	/** the words of an option of a list that the form does not hold */
	option?: (source: string, value: string) => string | undefined;
};

type ValueWords = Omit<SummaryWords, 'item'>;

type Context = {
	data: Data;
	env: Env;
	lang: Lang;
	words: SummaryWords;
	files: (key: string) => SummaryFile[];
};

/** summarise writes the data as the person reads them back: labels and words, never codes. */
export function summarise(form: Form, context: Context): SummaryStep[] {
	return form.steps
		.map((step) => ({
			id: step.id,
			title: step.title[context.lang],
			sections: step.sections
				.filter((s) => sectionVisible(s, context.data, context.env))
				.map((s) => summariseSection(s, context))
				.filter((s) => s.rows.length > 0)
		}))
		.filter((step) => step.sections.length > 0);
}

export function summariseSection(section: FormSection, context: Context): SummarySection {
	return {
		id: section.id,
		title: section.title[context.lang],
		rows: rows(section.fields, '', undefined, context)
	};
}

function rows(fields: FormField[], base: string, item: unknown, c: Context): SummaryRow[] {
	return fields
		.filter((f) => f.type !== 'info' && fieldVisible(f, { data: c.data, item, env: c.env }))
		.flatMap((f) => row(f, joinKey(base, f.key), c));
}

function row(field: FormField, path: string, c: Context): SummaryRow[] {
	const label = field.label[c.lang];
	if (field.type === 'file') return [{ kind: 'files', path, label, files: c.files(path) }];
	if (field.type === 'list') {
		return items(c.data, path).map((item, i) => ({
			kind: 'group' as const,
			path: `${path}[${i}]`,
			label: `${field.item_label?.[c.lang] ?? c.words.item(i + 1)}${field.item_label ? ` ${i + 1}` : ''}`,
			rows: rows(field.fields ?? [], `${path}[${i}]`, item, c)
		}));
	}
	const values = readable(field, getPath(c.data, path), c.lang, c.words);
	return [{ kind: 'value', path, label, values, ordered: field.type === 'ranking' }];
}

/** readable turns a value into what people read; a missing one gives no lines. */
export function readable(field: FormField, value: unknown, lang: Lang, words: ValueWords): string[] {
	if (value === undefined || value === null || value === '') return [];
	if (Array.isArray(value)) return value.map((v) => optionLabel(field, v, lang, words));
	if (typeof value === 'boolean') return [value ? words.yes : words.no];
	if (typeof value === 'number') return [readableNumber(field, value, lang)];
	if (typeof value === 'string') return [readableText(field, value, lang, words)];
	if (isPoint(value)) return [[value.label, coordinates(value)].filter(Boolean).join(' – ')];
	if (isArea(value)) return [`${number(value.square_metres, lang)} m²`];
	return [];
}

function readableNumber(field: FormField, value: number, lang: Lang): string {
	if (field.type === 'money' || field.format === 'money') return `${writeMoney(value)} €`;
	if (field.type === 'year') return String(value);
	return [number(value, lang), field.unit?.[lang]].filter(Boolean).join(' ');
}

function readableText(field: FormField, value: string, lang: Lang, words: ValueWords): string {
	if (field.type === 'date' || field.format === 'date') return dayMonthYear(value);
	if (field.type === 'notice_code') return fours(value);
	if (field.type === 'signature' && isDrawing(value)) return words.signed;
	return optionLabel(field, value, lang, words);
}

function optionLabel(field: FormField, value: unknown, lang: Lang, words: ValueWords): string {
	const text = String(value);
	const known = field.options?.find((o) => o.value === value)?.label[lang];
	return known ?? (field.source ? words.option?.(field.source, text) : undefined) ?? text;
}

/** number writes a number as the readers of a language do. */
export function number(value: number, lang: Lang): string {
	return new Intl.NumberFormat(lang === 'it' ? 'it-IT' : 'en-GB').format(value);
}

/** coordinates writes latitude and longitude with the five decimals that tell a door from the next. */
export function coordinates({ lat, lon }: { lat: number; lon: number }): string {
	return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}

/** fours writes a long code in groups of four. */
export function fours(code: string): string {
	return code.replace(/(.{4})(?=.)/g, '$1 ');
}

function dayMonthYear(iso: string): string {
	const [year, month, day] = iso.split('-');
	return day ? `${day}/${month}/${year}` : iso;
}
