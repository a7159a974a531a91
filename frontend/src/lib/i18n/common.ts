import type it from './it/common.json';
import { messages } from './index.ts';

/** Texts of the frame and of the shared components. */
export const m = messages<keyof typeof it>('common');
