import { createContext } from 'svelte';
import { editorCalls } from './calls.ts';
import type { ContentCard, ContentType, Gate, Media, Term } from './types.ts';

/** What the fields of a form share. */
export interface EditorContext {
	/** the language being written */
	readonly language: string;
	/** nothing can be changed */
	readonly readonly: boolean;
	readonly types: ContentType[];
	gates(path: string): Gate[];
	card(id: string): ContentCard | undefined;
	file(id: string): Media | undefined;
	picked(card: ContentCard): void;
	pickedMedia(file: Media): void;
}

export const [editorContext, setEditorContext] = createContext<EditorContext>();

const known = new Map<string, Promise<Term[]>>();

/** vocabulary reads the terms of a vocabulary once. */
export function vocabulary(name: string): Promise<Term[]> {
	let terms = known.get(name);
	if (!terms) {
		terms = editorCalls.vocabulary(name).then((answer) => answer.items);
		terms.catch(() => known.delete(name));
		known.set(name, terms);
	}
	return terms;
}
