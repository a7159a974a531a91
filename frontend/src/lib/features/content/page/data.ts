import type { components } from '#lib/api/generated/schema.js';
import type { Content, ContentCard, Media } from '../types.ts';

type Schemas = components['schemas'];

/** In answers references are cards and files are media, as the rest of the site knows them. */
type Shaped<T> = T extends Schemas['ContentCard']
	? ContentCard
	: T extends Schemas['Media']
		? Media
		: T extends (infer Item)[]
			? Shaped<Item>[]
			: T extends object
				? { [K in keyof T]: Shaped<T[K]> }
				: T;

/** Data is what a type of content holds: `Data<'News'>`. */
export type Data<Name extends string> = `${Name}Data` extends keyof Schemas ? Shaped<Schemas[`${Name}Data`]> : never;

/** Of is a content of a type: `Of<'News'>`. */
export type Of<Name extends string> = Content<Data<Name>>;

/** dataOf reads the fields that came along with a reference. */
export const dataOf = <Name extends string>(card: ContentCard | undefined): Data<Name> =>
	(card?.data ?? {}) as Data<Name>;

export type Address = NonNullable<Data<'Place'>['address']>;
export type Hours = NonNullable<Data<'Place'>['opening_hours']>;
export type Price = NonNullable<Data<'Place'>['prices']>[number];
export type Link = NonNullable<Data<'Service'>['external_links']>[number];
