import { data, read, request } from '#lib/api/http.ts';
import type { SearchPage, SearchQuery, SuggestionList } from './types.ts';

/** search reads a part of the results. */
export const search = (fetch: typeof globalThis.fetch, query: SearchQuery) =>
	data(read<SearchPage>(fetch, '/search', { ...query }));

/** moreResults reads the next part, from a button. */
export const moreResults = (query: SearchQuery) => request(read<SearchPage>(globalThis.fetch, '/search', { ...query }));

/** suggest completes what is being typed. */
export const suggest = (q: string) => request(read<SuggestionList>(globalThis.fetch, '/search/suggestions', { q }));
