import type it from './it/documents.json';
import { messages } from './index.ts';

/** Texts of the check of documents. */
export const m = messages<keyof typeof it>('documents');
