import type it from './it/catalogue.json';
import { messages } from './index.ts';

/** Texts of the service catalogue: home, lists, sheet, search. */
export const m = messages<keyof typeof it>('catalogue');
