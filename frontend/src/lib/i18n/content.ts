import type it from './it/content.json';
import { messages } from './index.ts';

/** Texts of the lists and cards of contents. */
export const m = messages<keyof typeof it>('content');
