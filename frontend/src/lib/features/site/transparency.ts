import type { Vocabulary } from '#lib/features/content/types.ts';
import { slug } from '#lib/pure/text.ts';

type Terms = Vocabulary['items'];
type Section = Terms[number];

const root = '/amministrazione-trasparente';

/** childrenOf lists the sections right under one, or those of the first level. */
export const childrenOf = (terms: Terms, code?: string): Terms =>
	terms.filter((term) => (term.parent ?? '') === (code ?? ''));

/** ancestors lists a section with those above it, from the first level down. */
export function ancestors(terms: Terms, code: string): Terms {
	const line: Terms = [];
	for (let at = terms.find((t) => t.code === code); at; at = terms.find((t) => t.code === at?.parent)) line.unshift(at);
	return line;
}

/** pathOf is the address of a section: its titles, one after the other. */
export const pathOf = (terms: Terms, code: string): string =>
	[root, ...ancestors(terms, code).map((term) => slug(term.label.it ?? ''))].join('/');

/** sectionAt finds the section at an address, if there is one. */
export const sectionAt = (terms: Terms, path: string): Section | undefined =>
	terms.find((term) => pathOf(terms, term.code) === path);
