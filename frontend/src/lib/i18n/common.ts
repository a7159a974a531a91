import en from './en/common.json' with { type: 'json' };
import it from './it/common.json' with { type: 'json' };
import { messages } from './index.ts';

/** Texts of the frame and of the shared components. */
export const m = messages(it, en);
