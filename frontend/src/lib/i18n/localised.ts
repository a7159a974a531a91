import { lang } from './index.ts';

/** Localized is a text of the API in the languages it was written in: `{it: …, en: …}`. */
export type Localized = Record<string, string>;

/** Chosen is one language of a text: this page's, or Italian when it was not translated. */
export interface Chosen {
	text: string;
	lang: string;
}

/** text picks this page's language out of a text of the API and tells which one it is. */
export function text(value: Localized | null | undefined): Chosen {
	const wanted = lang();
	if (value?.[wanted]) return { text: value[wanted], lang: wanted };
	if (value?.it) return { text: value.it, lang: 'it' };
	const [code, first] = Object.entries(value ?? {}).find(([, words]) => words) ?? [wanted, ''];
	return { text: first, lang: code };
}

/** words is the text alone, for places that cannot say its language: titles, attributes. */
export const words = (value: Localized | null | undefined): string => text(value).text;

/** foreign is what the `lang` attribute of a text must say: nothing when it is the page's language. */
export const foreign = (chosen: Chosen): string | undefined => (chosen.lang === lang() ? undefined : chosen.lang);

/** asText reads a text that may come already in one language. */
export const asText = (value: Localized | string): string => (typeof value === 'string' ? value : words(value));
