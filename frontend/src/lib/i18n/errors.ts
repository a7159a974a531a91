import type it from './it/errors.json';
import { messages } from './index.ts';

export type ErrorKey = keyof typeof it;

/** Texts of the API's errors; the key is the problem's code with underscores. */
export const m = messages<keyof typeof it>('errors');
