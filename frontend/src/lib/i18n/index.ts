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

/** messages makes one typed function for each text of a module. English must have every Italian key. */
export function messages<Key extends string>(it: Record<Key, string>, en: Record<Key, string>): Messages<Key> {
	const texts = { it, en };
	const entries = (Object.keys(it) as Key[]).map((key) => [
		key,
		(params?: Params) => format(texts[lang()][key] ?? it[key], params)
	]);
	return Object.fromEntries(entries) as Messages<Key>;
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
