import en from './en/identity.json' with { type: 'json' };
import it from './it/identity.json' with { type: 'json' };
import { messages } from './index.ts';

/** Texts of the sign-in page. */
export const m = messages(it, en);
