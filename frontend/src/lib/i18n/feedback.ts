import type it from './it/feedback.json';
import { messages } from './index.ts';

/** Texts of the rating of pages. */
export const m = messages<keyof typeof it>('feedback');
