import { createContext } from 'svelte';

/**
 * Whether each text that was not translated says so by itself. On a page that
 * is not translated at all one line at the top says it once.
 */
export const [eachNote, setEachNote] = createContext<{ readonly on: boolean }>();
