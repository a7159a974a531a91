import type it from './it/search.json';
import { messages } from './index.ts';

/** Texts of the search. */
export const m = messages<keyof typeof it>('search');
