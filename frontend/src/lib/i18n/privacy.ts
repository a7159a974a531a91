import type it from './it/privacy.json';
import { messages } from './index.ts';

/** Texts of what people see of the use of their data. */
export const m = messages<keyof typeof it>('privacy');
