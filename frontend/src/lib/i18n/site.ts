import en from './en/site.json' with { type: 'json' };
import it from './it/site.json' with { type: 'json' };
import { messages } from './index.ts';

/** Texts of the pages about the site itself. */
export const m = messages(it, en);
