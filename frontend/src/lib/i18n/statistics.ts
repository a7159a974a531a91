import type it from './it/statistics.json';
import { messages } from './index.ts';

/** Texts about the statistics of visits, for municipalities that keep them. */
export const m = messages<keyof typeof it>('statistics');
