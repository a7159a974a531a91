import type it from './it/assistance.json';
import { messages } from './index.ts';

/** Texts of the conversations about assistance, of ratings and of search as the staff sees them. */
export const m = messages<keyof typeof it>('assistance');
