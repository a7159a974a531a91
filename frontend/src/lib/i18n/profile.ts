import en from './en/profile.json' with { type: 'json' };
import it from './it/profile.json' with { type: 'json' };
import { messages } from './index.ts';

export type ProfileKey = keyof typeof it;

/** Texts of the profile and of the session. */
export const m = messages(it, en);
