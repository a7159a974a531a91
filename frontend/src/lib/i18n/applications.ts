import en from './en/applications.json' with { type: 'json' };
import it from './it/applications.json' with { type: 'json' };
import { messages } from './index.ts';

export type ApplicationKey = keyof typeof it;

/** Texts of the forms and of the applications. */
export const m = messages(it, en);
