import type it from './it/applications.json';
import { messages } from './index.ts';

export type ApplicationKey = keyof typeof it;

/** Texts of the forms and of the applications. */
export const m = messages<keyof typeof it>('applications');
