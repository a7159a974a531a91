import { SvelteMap } from 'svelte/reactivity';
import { read, request } from '#lib/api/http.ts';
import type { Choice } from '#lib/components/field.ts';
import { lang, t } from '#lib/i18n/index.ts';
import { folded } from '#lib/pure/text.ts';
import type { FieldOption } from './engine/types.ts';

/** The words of the options that were met, by language, list and value. */
const labels = new SvelteMap<string, string>();
const asked = new Set<string>();
const keyOf = (source: string, value: string) => `${lang()} ${source} ${value}`;

/** The lists that are the same everywhere: only what they hold is an answer. The others suggest. */
const closed = ['countries', 'provinces', 'school_years'];

/** isOpen tells whether a list suggests only, so that other words are answers too. */
export function isOpen(source: string | undefined): boolean {
	return source !== undefined && !closed.includes(source);
}

/** remember keeps the words of an option, so that they need not be asked for again. */
export function remember(source: string, value: string, label: string): void {
	labels.set(keyOf(source, value), label);
}

/** findOptions asks for the options of a list that match what was typed. */
export async function findOptions(source: string, q: string): Promise<Choice[]> {
	const answer = await request(
		read<{ items: FieldOption[] }>(globalThis.fetch, `/form-options/${encodeURIComponent(source)}`, { q })
	);
	return answer.items.map((item) => ({ value: item.value, label: t(item.label) }));
}

/** search goes through a list, whose words may begin otherwise than the value, until the value is found. */
async function search(source: string, value: string): Promise<void> {
	let cursor: string | undefined;
	do {
		const part = await request(
			read<{ items: FieldOption[]; next_cursor?: string }>(
				globalThis.fetch,
				`/form-options/${encodeURIComponent(source)}`,
				{ limit: 100, cursor }
			)
		);
		for (const item of part.items) labels.set(keyOf(source, item.value), t(item.label));
		cursor = part.next_cursor;
	} while (cursor && !labels.has(keyOf(source, value)));
}

/** knownLabel gives the words of an option; those not known yet are asked for and come later. */
export function knownLabel(source: string, value: string): string | undefined {
	const key = keyOf(source, value);
	const known = labels.get(key);
	if (known === undefined && !asked.has(key)) {
		asked.add(key);
		search(source, value).catch(() => asked.delete(key));
	}
	return known;
}

/** matching keeps the options whose words have what was typed, wherever it stands and whatever its accents. */
export function matching(options: Choice[], q: string): Choice[] {
	const wanted = folded(q);
	return options.filter((option) => folded(option.label).includes(wanted));
}
