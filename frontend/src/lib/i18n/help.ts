import type it from './it/help.json';
import { messages } from './index.ts';

/** Texts of the form that asks for help. */
export const m = messages<keyof typeof it>('help');
