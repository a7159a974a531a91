import { words as say } from '#lib/i18n/localised.ts';
import { m } from '#lib/i18n/editor.ts';
import type { ContentStatus, Field, Localized, OfficeContent } from './types.ts';

export { say };

/** statusText names an editorial status. */
export function statusText(status: ContentStatus | string): string {
	const words = m[`status_${status}` as keyof typeof m];
	return words ? words() : status;
}

/** statusKind is the colour of a status; its name is always written too. */
export function statusKind(status: ContentStatus): 'primary' | 'secondary' | 'success' | 'danger' | 'warning' {
	const kinds = { published: 'success', in_review: 'warning', scheduled: 'primary', unpublished: 'danger' } as const;
	return kinds[status as keyof typeof kinds] ?? 'secondary';
}

/** titleOf names a content, also before it has a title. */
export function titleOf(content: Pick<OfficeContent, 'data'>): string {
	const { title, question, given_name, family_name } = content.data as Record<string, Localized | string | undefined>;
	const text = [title, question].find((value): value is Localized => typeof value === 'object');
	const name = [given_name, family_name].filter((part) => typeof part === 'string').join(' ');
	return say(text) || name || m.untitled();
}

/** obligationOf says what the model asks of a field: for publication, for the certification of the measure, or in some cases. */
export function obligationOf(field: Field): 'required' | 'assertion' | 'conditional' | 'optional' {
	const code = field.obligation ?? 'o';
	if (/[MV]/.test(code)) return 'required';
	if (code.includes('C')) return 'conditional';
	if (code.includes('A')) return 'assertion';
	return 'optional';
}

const localisedKinds = ['text', 'textarea', 'rich'];

/** isLocalised tells whether a field has a text for each language, itself or in what it holds. */
export function isLocalised(field: Field): boolean {
	if (field.kind === 'group') return (field.fields ?? []).some(isLocalised);
	return localisedKinds.includes(field.kind) && field.localised !== false;
}

/** missing counts the texts written in Italian that a language does not have. */
export function missing(fields: Field[], data: Record<string, unknown>, language: string): number {
	let count = 0;
	for (const field of fields.filter(isLocalised)) {
		const value = data[field.key];
		if (field.kind === 'group') {
			for (const item of [value].flat()) {
				if (item && typeof item === 'object')
					count += missing(field.fields ?? [], item as Record<string, unknown>, language);
			}
			continue;
		}
		const text = value as Localized | undefined;
		if (text?.it && !text[language]) count++;
	}
	return count;
}

/** fieldId is the id of a field's control, from its path: "items.0.value". */
export const fieldId = (path: string): string => `f-${path.replaceAll('.', '-')}`;

/** plain writes a value in words, for comparisons. */
export function plain(value: unknown, names: (id: string) => string | undefined = () => undefined): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'boolean') return value ? m.yes() : m.no();
	if (typeof value === 'string') return names(value) ?? withoutTags(value);
	if (Array.isArray(value)) return value.map((item) => plain(item, names)).join('\n');
	if (typeof value !== 'object') return String(value);
	return Object.entries(value)
		.map(([key, item]) => [key, plain(item, names)] as const)
		.filter(([, text]) => text)
		.map(([key, text]) => (key === 'it' ? text : `${key}: ${text}`))
		.join('\n');
}

function withoutTags(text: string): string {
	if (!text.includes('<')) return text;
	return (
		new DOMParser().parseFromString(text.replaceAll(/<\/(p|li|h\d|tr|blockquote)>/g, '$&\n'), 'text/html').body
			.textContent ?? ''
	).trim();
}

/** actionText says what was done to a content: what has no words keeps its code. */
export function actionText(action: string): string {
	const words = m[`action_${action.replaceAll(/[-.]/g, '_')}` as keyof typeof m];
	return words ? words() : action;
}

/** sectionText names a part of the site. */
export function sectionText(section: string): string {
	const words = m[`section_${section}` as keyof typeof m];
	return words ? words() : section;
}
