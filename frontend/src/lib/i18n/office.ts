import en from './en/office.json' with { type: 'json' };
import it from './it/office.json' with { type: 'json' };
import { messages } from './index.ts';

/** Texts of the staff's area. */
export const m = messages(it, en);
