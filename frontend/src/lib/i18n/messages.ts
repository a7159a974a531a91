import type it from './it/messages.json';
import { messages } from './index.ts';

export type MessageKey = keyof typeof it;

/** Texts of the conversations with the offices. */
export const m = messages<keyof typeof it>('messages');
