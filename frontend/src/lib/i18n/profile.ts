import type it from './it/profile.json';
import { messages } from './index.ts';

export type ProfileKey = keyof typeof it;

/** Texts of the profile and of the session. */
export const m = messages<keyof typeof it>('profile');
