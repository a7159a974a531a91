/** What the back office and the API say to each other about the municipal website. */

/** Localized is a text by language; Italian is the one that counts. */
export type Localized = Record<string, string>;

export interface Term {
	code: string;
	label: Localized;
	parent?: string;
}

export interface Rendition {
	width: number;
	height: number;
	format: 'avif' | 'webp' | 'jpeg' | 'png';
	url: string;
}

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
	updated_at?: string;
	published_at?: string;
	archived: boolean;
	extra: Record<string, unknown>;
}

/** Content is a whole page as visitors read it. */
export interface Content extends ContentCard {
	data: Record<string, unknown>;
	groups: { id: string; title: Localized; anchor: string }[];
	breadcrumb: { title: Localized; path: string }[];
	inverse: Record<string, ContentCard[]>;
	languages: string[];
	legacy?: boolean;
	canonical_path: string;
}

export type FieldKind =
	| 'text'
	| 'textarea'
	| 'rich'
	| 'bool'
	| 'int'
	| 'decimal'
	| 'money'
	| 'date'
	| 'datetime'
	| 'url'
	| 'email'
	| 'tel'
	| 'enum'
	| 'term'
	| 'ref'
	| 'media'
	| 'group'
	| 'geo';

/** Field is one field of a content type, as the model declares it. */
export interface Field {
	key: string;
	group?: string;
	kind: FieldKind;
	label: Localized;
	help?: Localized;
	obligation?: string;
	rule?: string;
	many?: boolean;
	min_items?: number;
	max_items?: number;
	max_length?: number;
	warn_length?: number;
	options?: { value: string; label: Localized }[];
	vocabulary?: string;
	to?: string[];
	media?: string;
	fields?: Field[];
	localised?: boolean;
	/** worked out by the server: nobody writes it */
	computed?: boolean;
}

export interface ContentType {
	type: string;
	label: Localized;
	plural: Localized;
	section: string;
	path: string;
	kind?: string;
	date?: string;
	groups: { id: string; title: Localized; anchor?: string }[];
	fields: Field[];
	/** what the operator may do with this type */
	can: string[];
}

export type ContentStatus = 'draft' | 'in_review' | 'scheduled' | 'published' | 'expired' | 'archived' | 'unpublished';

export interface OfficeContentRow {
	id: string;
	type: string;
	title: Localized;
	status: ContentStatus;
	path: string;
	has_changes: boolean;
	updated_at: string;
	updated_by: string;
	publish_at?: string;
	expires_at?: string;
}

export interface OfficeContentPage {
	items: OfficeContentRow[];
	total: number;
	next_cursor?: string;
	/** how many there are of each status */
	counts: Record<string, number>;
}

/** Gate is something that stands between a content and its publication. */
export interface Gate {
	field?: string;
	code: string;
	severity: 'block' | 'override' | 'warning';
	message: Localized;
}

export type Data = Record<string, unknown>;

export interface OfficeContent {
	id: string;
	type: string;
	version: number;
	status: ContentStatus;
	slug: string;
	path: string;
	data: Data;
	references: Record<string, ContentCard>;
	media: Record<string, Media>;
	published: boolean;
	has_changes: boolean;
	published_at?: string;
	publish_at?: string;
	expires_at?: string;
	owner_unit_id?: string;
	created_at?: string;
	updated_at: string;
	updated_by: string;
	gates: Gate[];
	allowed_actions: string[];
}

export interface Revision {
	number: number;
	at: string;
	author: string;
	action: string;
	reason?: string;
}

export interface DifferencePart {
	op: 'same' | 'added' | 'removed';
	text: string;
}

export interface Difference {
	field: string;
	label: Localized;
	before?: unknown;
	after?: unknown;
	parts: DifferencePart[];
}

export interface Redirect {
	id: string;
	from_path: string;
	to_path?: string;
	gone: boolean;
	/** made by itself when an address changed */
	automatic: boolean;
	created_at: string;
	created_by: string;
}

/** MediaUse is a content that shows a file. */
export interface MediaUse {
	content_id: string;
	type: string;
	title: string;
	path?: string;
	published: boolean;
}

/** OfficeMedia is a file as its editors see it. */
export interface OfficeMedia extends Media {
	version: number;
	state: 'processing' | 'ready' | 'failed';
	language?: string;
	created_at: string;
	updated_at: string;
	updated_by?: string;
	uses: MediaUse[];
}

export interface MediaPage {
	items: OfficeMedia[];
	total: number;
	next_cursor?: string;
}

/** SiteLink leads to a page of the site, or elsewhere. */
export interface SiteLink {
	label: Localized;
	path?: string;
	url?: string;
}

/** SiteSettings is what is set once for all the pages. */
export interface SiteSettings {
	name: string;
	short_name: Localized;
	tagline: Localized;
	region: { name: string; url: string };
	languages: { code: string; label: string }[];
	theme: { primary?: string };
	logo_id?: string;
	eu_logo: boolean;
	contacts: {
		address: string;
		phone: string;
		toll_free?: string;
		sms_whatsapp?: string;
		switchboard?: string;
		email: string;
		pec: string;
		tax_code: string;
		vat_number?: string;
		urp_unit_id?: string;
	};
	socials: { type: string; url: string }[];
	header_links: SiteLink[];
	live_label: Localized;
	search_suggestions: SiteLink[];
	useful_links: SiteLink[];
	accessibility_url: string;
	improvement_plan: boolean;
	approval_required: boolean;
	map_style_url?: string;
	ipa_code?: string;
}

/** OfficeSite is the settings with what guards them from lost updates. */
export interface OfficeSite {
	settings: SiteSettings;
	version: number;
	updated_by?: string;
	updated_at: string;
}

/** Evidence is a place of the site with the contents that editors put there. */
export interface Evidence {
	slot: string;
	label: Localized;
	max: number;
	types: string[];
	items: ContentCard[];
	version: number;
	updated_by?: string;
	updated_at: string;
}

/** Editor is an operator with what they may edit. */
export interface Editor {
	operator_id: string;
	name: string;
	/** administrators of the municipality may do everything */
	admin: boolean;
	grants: Grant[];
	/** names of the offices in the grants, by id */
	unit_names: Record<string, Localized>;
}

/** Grant lets an operator edit a part of the website. */
export interface Grant {
	role: 'author' | 'publisher' | 'content_admin';
	sections: string[];
	unit_ids: string[];
}
