import { data, read, request } from '#lib/api/http.ts';
import type {
	Content,
	ContentCard,
	ContentLookup,
	ContentPage,
	ContentQuery,
	ContentRelated,
	Vocabulary
} from './types.ts';

type Fetch = typeof globalThis.fetch;

/** listContents reads a part of a list of contents. */
export const listContents = (fetch: Fetch, query: ContentQuery) =>
	data(read<ContentPage>(fetch, '/contents', { ...query }));

/** moreContents reads the next part of a list, from a button. */
export const moreContents = (query: ContentQuery) =>
	request(read<ContentPage>(globalThis.fetch, '/contents', { ...query }));

/** getContent reads a content by its id. */
export const getContent = (fetch: Fetch, id: string) => data(read<Content>(fetch, `/contents/${id}`));

/** lookup reads what stands at an address of the site. */
export const lookup = (fetch: Fetch, path: string) => data(read<ContentLookup>(fetch, '/contents/lookup', { path }));

/** getRelated reads what belongs with a content. */
export const getRelated = (fetch: Fetch, id: string) => data(read<ContentRelated>(fetch, `/contents/${id}/related`));

/** getVocabulary reads the terms of a vocabulary. */
export const getVocabulary = (fetch: Fetch, name: string) => data(read<Vocabulary>(fetch, `/vocabularies/${name}`));

/** sheetOf finds the sheet of a digital service, among those that lead into one. */
export async function sheetOf(fetch: Fetch, service: string): Promise<Pick<ContentCard, 'id' | 'path'> | undefined> {
	let cursor: string | undefined;
	do {
		const part = await listContents(fetch, { type: 'service', fields: 'id,path,extra', limit: 100, cursor });
		const found = part.items.find((card) => card.extra.service_id === service);
		if (found) return found;
		cursor = part.next_cursor;
	} while (cursor);
	return undefined;
}

/** sheetPath is where the sheet of a digital service stands. */
export async function sheetPath(fetch: Fetch, service: string): Promise<string | undefined> {
	return (await sheetOf(fetch, service))?.path;
}
