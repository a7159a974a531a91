/** Languages of the site; the first one is the default. */
export const languages = ['it', 'en'] as const;
export type Lang = (typeof languages)[number];
/** What a message may be given; `count` chooses between "singular | plural". */
export type Params = Record<string, string | number>;
export type Messages<Key extends string> = { readonly [K in Key]: (params?: Params) => string };

let readLang: () => Lang = () => toLang(globalThis.document?.documentElement.lang);

/** lang is the language of this page: of the request on the server, of the document in the browser. */
export const lang = (): Lang => readLang();

/** useLangReader replaces how `lang` is found: the server keeps it per request. */
export function useLangReader(reader: () => Lang): void {
	readLang = reader;
}

/** toLang accepts a known language and falls back on Italian. */
export function toLang(value: string | null | undefined): Lang {
	return languages.find((l) => l === value) ?? 'it';
}

/** Texts are the texts of some areas, by area and key. */
export type Texts = Record<string, Record<string, string>>;

const shelves: Record<Lang, Texts> = { it: {}, en: {} };

/** shelve puts texts of a language where `messages` finds them. */
export function shelve(language: Lang, texts: Texts): void {
	Object.assign(shelves[language], texts);
}

/**
 * messages makes one typed function for each text of an area. The texts come
 * later and in one language only (see bundles.ts); a key that is not among
 * those that came has no function.
 */
export function messages<Key extends string>(area: string): Messages<Key> {
	return new Proxy({} as Messages<Key>, {
		get(_, key) {
			const texts = shelves[lang()][area];
			if (typeof key !== 'string' || (texts && !(key in texts))) return undefined;
			return (params?: Params) => format(shelves[lang()][area]?.[key] ?? '', params);
		}
	});
}

/** format fills `{name}` and picks the form for `count` out of "one | many". */
export function format(text: string, params: Params = {}): string {
	const forms = 'count' in params ? text.split(' | ') : [text];
	const chosen = (params.count === 1 ? forms[0] : forms[forms.length - 1]) ?? text;
	return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** t picks this page's language out of a text of the API. */
export function t(text: { it: string; en: string } | null | undefined): string {
	if (!text) return '';
	return text[lang()] || text.it;
}
