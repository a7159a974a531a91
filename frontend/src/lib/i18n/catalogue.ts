import en from './en/catalogue.json' with { type: 'json' };
import it from './it/catalogue.json' with { type: 'json' };
import { messages } from './index.ts';

/** Texts of the service catalogue: home, lists, sheet, search. */
export const m = messages(it, en);
