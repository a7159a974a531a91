import type { Data } from './engine/types.ts';

/** What was typed and could not be saved, kept in this tab until the person is signed in again. */
export type Stash = {
	version: number;
	person: string;
	step: string;
	data: Data;
	declarations: string[];
};

const prefix = 'sportello:draft:';

export function keepStash(id: string, stash: Stash, storage: Storage = sessionStorage): void {
	try {
		storage.setItem(prefix + id, JSON.stringify(stash));
	} catch {
		// A full or forbidden storage: the page still holds the values.
	}
}

/** readStash gives back what was kept for this draft and this person, and forgets what belongs to others. */
export function readStash(id: string, person: string, storage: Storage = sessionStorage): Stash | undefined {
	try {
		const text = storage.getItem(prefix + id);
		if (!text) return undefined;
		const stash = JSON.parse(text) as Stash;
		if (stash.person === person) return stash;
	} catch {
		// Unreadable: as good as absent.
	}
	clearStash(id, storage);
	return undefined;
}

export function clearStash(id: string, storage: Storage = sessionStorage): void {
	try {
		storage.removeItem(prefix + id);
	} catch {
		// Nothing was kept.
	}
}
