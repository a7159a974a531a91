import type { ContentCard, Localized } from '#lib/features/content/types.ts';

/** SearchHit is a content found, with the words that matched. */
export interface SearchHit extends ContentCard {
	highlight?: Localized;
	matched_file?: { title: Localized | string; url: string };
}

/** Facet is a filter and how many results it leaves. */
export interface Facet {
	code: string;
	label: Localized;
	count: number;
}

/** SearchPage is a part of the results. */
export interface SearchPage {
	items: SearchHit[];
	next_cursor?: string;
	total: number;
	facets: { types: Facet[]; topics: Facet[] };
	did_you_mean?: string;
}

/** Suggestion completes what is being typed. */
export interface Suggestion {
	title: Localized | string;
	type_label: Localized | string;
	path: string;
}

/** SuggestionList is at most five of them. */
export interface SuggestionList {
	items: Suggestion[];
}

/** SearchQuery is what GET /search takes; lists are joined by commas. */
export interface SearchQuery {
	q?: string;
	types?: string;
	topics?: string;
	from?: string;
	to?: string;
	sort?: 'relevance' | 'date';
	limit?: number;
	cursor?: string;
}
