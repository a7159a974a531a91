import en from './en/messages.json' with { type: 'json' };
import it from './it/messages.json' with { type: 'json' };
import { messages } from './index.ts';

export type MessageKey = keyof typeof it;

/** Texts of the conversations with the offices. */
export const m = messages(it, en);
