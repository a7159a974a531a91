import type it from './it/page.json';
import { messages } from './index.ts';

/** Keys of the texts of a content's page. */
export type PageKey = keyof typeof it;

/** Texts of the pages of single contents. */
export const m = messages<PageKey>('page');
