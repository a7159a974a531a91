import type it from './it/office.json';
import { messages } from './index.ts';

/** Texts of the staff's area. */
export const m = messages<keyof typeof it>('office');
