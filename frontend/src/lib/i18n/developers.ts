import type it from './it/developers.json';
import { messages } from './index.ts';

/** Texts of the documentation of the API. */
export const m = messages<keyof typeof it>('developers');
