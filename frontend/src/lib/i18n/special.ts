import type it from './it/special.json';
import { messages } from './index.ts';

/** Texts of the pages that there is one of: functions, registers, pages about the site. */
export const m = messages<keyof typeof it>('special');
