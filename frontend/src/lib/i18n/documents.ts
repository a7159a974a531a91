import en from './en/documents.json' with { type: 'json' };
import it from './it/documents.json' with { type: 'json' };
import { messages } from './index.ts';

/** Texts of the check of documents. */
export const m = messages(it, en);
