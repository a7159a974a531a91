import type it from './it/payments.json';
import { messages } from './index.ts';

export type PaymentKey = keyof typeof it;

/** Texts of the payments. */
export const m = messages<keyof typeof it>('payments');
