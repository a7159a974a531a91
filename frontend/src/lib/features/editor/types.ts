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
	gone?: boolean;
	created_at?: string;
	created_by?: string;
}

export interface MediaPage {
	items: Media[];
	total: number;
	next_cursor?: string;
}
