import type it from './it/states.json';
import { messages } from './index.ts';

/** Texts of the states of applications. */
export const m = messages<keyof typeof it>('states');
