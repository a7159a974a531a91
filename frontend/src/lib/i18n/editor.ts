import type it from './it/editor.json';
import { messages } from './index.ts';

/** Texts of the editors' back office. */
export const m = messages<keyof typeof it>('editor');
