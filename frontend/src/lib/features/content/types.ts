import type { Localized } from '#lib/i18n/localised.ts';

export type { Localized };

/** Term is an entry of a vocabulary. */
export interface Term {
	code: string;
	label: Localized;
}

/** Rendition is one size of a picture. */
export interface Rendition {
	width: number;
	height: number;
	format: 'avif' | 'webp' | 'jpeg' | 'png';
	url: string;
}

/** Media is a file of the website. */
export interface Media {
	id: string;
	kind: 'image' | 'document' | 'video' | 'audio';
	title: Localized;
	alt: Localized;
	caption?: Localized;
	credits?: string;
	licence?: string;
	mime: string;
	size: number;
	file_name: string;
	url: string;
	width?: number;
	height?: number;
	focal_point?: { x: number; y: number };
	accessible?: boolean;
	transcript?: Localized;
	captions?: { language: string; url: string }[];
	renditions: Rendition[];
}

/** PageLink names a page of the site. */
export interface PageLink {
	title: Localized;
	path: string;
}

/** Address is where a place is. */
export interface Address {
	street: string;
	postal_code: string;
	city: string;
	province: string;
	district?: string;
	geo?: Geo;
}

/** Geo is a point on the map. */
export interface Geo {
	lat: number;
	lon: number;
}

/** CardExtra is what cards of some types say besides: see each type. */
export interface CardExtra {
	/** service: active, suspended… */
	status?: string;
	online?: boolean;
	service_id?: string;
	/** public_person */
	role?: Localized;
	units?: PageLink[];
	/** organizational_unit, place */
	address?: Address;
	geo?: Geo;
	/** event */
	all_day?: boolean;
	event_status?: string;
	place?: PageLink;
	free?: boolean;
	/** public_document, form_document */
	formats?: string[];
	size?: number;
	/** call */
	call_status?: string;
	opens_at?: string;
	closes_at?: string;
	/** thematic_site */
	url?: string;
	/** alert */
	level?: string;
	link?: string;
	text?: Localized;
	/** faq */
	answer?: Localized;
	[key: string]: unknown;
}

/** ContentCard is a content as lists show it. */
export interface ContentCard {
	id: string;
	type: string;
	slug: string;
	path: string;
	title: Localized;
	short_description: Localized;
	image?: Media;
	kind?: Term;
	kinds: Term[];
	topics: Term[];
	date?: string;
	end_date?: string;
	updated_at: string;
	published_at?: string;
	archived: boolean;
	extra: CardExtra;
	/** fields asked for with `fields=data.<key>` */
	data?: Record<string, unknown>;
}

/** Content is a whole content: the type decides what `data` holds. */
export interface Content<Data = Record<string, unknown>> extends Omit<ContentCard, 'data'> {
	data: Data;
	groups: { id: string; title: Localized; anchor: string }[];
	breadcrumb: PageLink[];
	inverse: Record<string, ContentCard[]>;
	languages: string[];
	legacy?: boolean;
	canonical_path: string;
}

/** TermCount is a term in use and how many contents bear it. */
export interface TermCount {
	term: Term;
	count: number;
}

/** ContentPage is a part of a list. */
export interface ContentPage {
	items: ContentCard[];
	next_cursor?: string;
	total: number;
	kinds?: TermCount[];
}

/** ContentLookup is what stands at an address. */
export interface ContentLookup {
	content?: Content;
	moved_to?: string;
}

/** ContentRelated is what belongs with a content, by section. */
export interface ContentRelated {
	groups: { id: 'administration' | 'services' | 'documents' | 'news'; items: ContentCard[] }[];
}

/** Vocabulary is a list of terms. */
export interface Vocabulary {
	items: (Term & { parent?: string })[];
}

/** ContentQuery filters a list of contents, as GET /contents takes it. */
export interface ContentQuery {
	type?: string;
	kind?: string;
	topic?: string;
	q?: string;
	unit?: string;
	person?: string;
	place?: string;
	service?: string;
	from?: string;
	to?: string;
	when?: 'current' | 'past' | 'all';
	archived?: boolean;
	sort?: 'title' | '-title' | 'date' | '-date' | '-updated_at';
	fields?: string;
	limit?: number;
	cursor?: string;
}
