import { createContext } from 'svelte';
import type { DraftEditor } from './draft.svelte.ts';

/** The draft that the steps of one flow share. */
export const [getEditor, setEditor] = createContext<DraftEditor>();
