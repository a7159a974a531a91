/**
 * The form of a service as the engine reads it. The shapes are those of the
 * API's `Form`; they are written out here because the engine relies on the
 * unions, which a generated schema does not keep.
 */
export type Localized = { it: string; en: string };

export type FieldType =
	| 'text'
	| 'textarea'
	| 'email'
	| 'tel'
	| 'url'
	| 'tax_code'
	| 'vat_number'
	| 'iban'
	| 'plate'
	| 'notice_code'
	| 'number'
	| 'money'
	| 'date'
	| 'time'
	| 'year'
	| 'radio'
	| 'select'
	| 'checkboxes'
	| 'checkbox'
	| 'ranking'
	| 'street'
	| 'point'
	| 'area'
	| 'signature'
	| 'list'
	| 'file'
	| 'computed'
	| 'info';

export type FieldOption = { value: string; label: Localized; help?: Localized };

/** A place: where it is, and how people call it. */
export type Point = { lat: number; lon: number; label?: string };

/** Longitude and latitude, in the order of GeoJSON. */
export type Position = [lon: number, lat: number];

/** A GeoJSON polygon of one ring, closed, with its size. */
export type Area = { type: 'Polygon'; coordinates: [Position[]]; square_metres: number };

export type FormField = {
	key: string;
	type: FieldType;
	label: Localized;
	help?: Localized;
	required?: boolean;
	required_if?: string;
	visible_if?: string;
	read_only?: boolean;
	options?: FieldOption[];
	min?: number | string;
	max?: number | string;
	min_items?: number;
	max_items?: number;
	/** Key that no two items of a list may share. */
	unique_by?: string;
	min_length?: number;
	max_length?: number;
	pattern?: string;
	autocomplete?: string;
	value?: string;
	fields?: FormField[];
	item_label?: Localized;
	/** Of a number: no decimals. */
	integer?: boolean;
	/** Of a number: what stands after the box. */
	unit?: Localized;
	/** Of a date: the ISO days that may be chosen, 1 is Monday. */
	weekdays?: number[];
	/** Of a date: no Sundays and no holidays. */
	working_days?: boolean;
	/** Of a time: minutes between two that may be chosen. */
	step?: number;
	/** Of a select: the list that its options come from. */
	source?: string;
	/** Of an area: square metres. */
	max_area?: number;
	/** Of a list. */
	display?: 'cards' | 'table';
	/** Of a computed value. */
	format?: 'money' | 'date';
	/** Of an info. */
	kind?: 'note' | 'warning';
	accept?: string[];
	max_bytes?: number;
	max_files?: number;
};

export type FormSection = {
	id: string;
	title: Localized;
	help?: Localized;
	visible_if?: string;
	fields: FormField[];
};

export type FormStep = { id: string; title: Localized; sections: FormSection[] };

export type Declaration = { key: string; text: Localized; required: boolean };

export type Form = {
	service_id: string;
	version: number | string;
	schema?: Record<string, unknown>;
	steps: FormStep[];
	declarations: Declaration[];
	privacy: { version: string; text: Localized };
};

export type Data = Record<string, unknown>;

/** What a condition may look at besides the data itself. */
export type Env = { today: string; person: Data };

/** Number of files attached under each field key (`identity_document`, `children[0].report`). */
export type AttachmentCounts = Record<string, number>;

export type FieldError = {
	/** JSON pointer into the data; for files and declarations, their key as a pointer. */
	pointer: string;
	code: string;
	params?: Record<string, unknown>;
	step: string;
	section: string;
	field: string;
};

export type Lang = 'it' | 'en';
