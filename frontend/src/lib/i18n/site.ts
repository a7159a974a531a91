import type it from './it/site.json';
import { messages } from './index.ts';

/** Texts of the pages about the site itself. */
export const m = messages<keyof typeof it>('site');
