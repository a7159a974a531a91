import type it from './it/forms.json';
import { messages } from './index.ts';

/** Texts of uploads and of forms in steps. */
export const m = messages<keyof typeof it>('forms');
