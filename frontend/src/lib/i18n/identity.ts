import type it from './it/identity.json';
import { messages } from './index.ts';

/** Texts of the sign-in page. */
export const m = messages<keyof typeof it>('identity');
