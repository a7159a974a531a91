import en from './en/payments.json' with { type: 'json' };
import it from './it/payments.json' with { type: 'json' };
import { messages } from './index.ts';

export type PaymentKey = keyof typeof it;

/** Texts of the payments. */
export const m = messages(it, en);
