import type { Site } from '#lib/features/site/types.ts';
import { lang } from '#lib/i18n/index.ts';
import { words } from '#lib/i18n/localised.ts';
import { m as common } from '#lib/i18n/common.ts';
import { m } from '#lib/i18n/page.ts';
import { htmlText } from '#lib/pure/html.ts';
import type { Content, ContentCard, Localized } from '../types.ts';
import { contactHref } from './contacts.ts';
import { dataOf, type Address, type Of } from './data.ts';
import { channelsOf } from './service.ts';

/** Body is the municipality as descriptions name it. */
export type Body = Pick<Site, 'name' | 'contacts'>;

interface Around {
	site: Body;
	/** scheme and host of the page */
	origin: string;
}
type Description = Record<string, unknown>;

const context = 'https://schema.org';
const plain = (value: Localized | undefined) => htmlText(words(value));

/** splitAddress reads "Piazza del Municipio 1, 00000 Borgolago (XX)". */
export function splitAddress(text: string) {
	const found = /^(.*?),?\s*(\d{5})\s+(.*)$/.exec(text);
	if (!found) return { streetAddress: text || '-', postalCode: '-', addressLocality: text || '-' };
	const [, street = '', postalCode = '', locality = ''] = found;
	return {
		streetAddress: street || '-',
		postalCode,
		addressLocality: locality.replace(/\s*\([A-Z]{2}\)\s*$/, '') || '-'
	};
}

function postal(address: Address | undefined): Description | undefined {
	if (!address?.street) return undefined;
	return {
		'@type': 'PostalAddress',
		streetAddress: address.street,
		postalCode: address.postal_code || '-',
		addressLocality: address.city || '-',
		addressCountry: 'IT'
	};
}

const seatOf = (unit: ContentCard | undefined): Address | undefined =>
	dataOf<'Place'>(dataOf<'OrganizationalUnit'>(unit).main_place).address ?? unit?.extra.address;

const pictureOf = (content: Pick<Content, 'image'>, origin: string) =>
	content.image ? new URL(content.image.url, origin).href : undefined;

const organisation = (site: Body, origin: string): Description => ({
	'@type': 'GovernmentOrganization',
	name: site.name,
	url: origin
});

/** How to reach somebody, of what the points say. */
function reach(points: ContentCard[] | undefined): Description {
	const items = (points ?? []).flatMap((point) => dataOf<'ContactPoint'>(point).items ?? []);
	const first = (code: string) => items.find((item) => item.type?.code === code)?.value;
	const same = items.filter((item) => contactHref(item)?.startsWith('http')).map(contactHref);
	return { telephone: first('telefono'), email: first('email'), sameAs: same.length ? same : undefined };
}

function place(card: ContentCard | undefined, address?: Address): Description | undefined {
	const at = address ?? dataOf<'Place'>(card).address ?? card?.extra.address;
	if (!card && !at) return undefined;
	return {
		'@type': 'Place',
		name: words(card?.title) || at?.street,
		address: postal(at),
		geo: at?.geo ? { '@type': 'GeoCoordinates', latitude: at.geo.lat, longitude: at.geo.lon } : undefined
	};
}

/** service has every part that recommendation R.SI.1.1 wants, from the municipality where the sheet is silent. */
function service(content: Of<'Service'>, { site, origin }: Around): Description {
	const { data } = content;
	const [channel] = channelsOf(data);
	const desk = data.physical_channel_units?.[0];
	const address = postal(seatOf(desk) ?? seatOf(data.responsible_unit));
	return {
		'@type': 'GovernmentService',
		name: words(content.title) || content.slug,
		serviceType: words(content.kind?.label) || common.nav_services(),
		serviceOperator: { '@type': 'GovernmentOrganization', name: site.name },
		areaServed: { '@type': 'AdministrativeArea', name: plain(data.geographic_coverage) || site.name },
		audience: { '@type': 'Audience', audienceType: plain(data.audience_text) || m.audience_all() },
		availableChannel: {
			'@type': 'ServiceChannel',
			name: channel?.label,
			serviceUrl: new URL(channel?.href ?? content.path, origin).href,
			availableLanguage: { '@type': 'Language', name: 'Italian', alternateName: 'it' },
			serviceLocation: {
				'@type': 'Place',
				name: words(data.responsible_unit?.title) || site.name,
				address: address ?? { '@type': 'PostalAddress', ...splitAddress(site.contacts.address) }
			}
		}
	};
}

const statuses: Record<string, string> = {
	cancelled: 'EventCancelled',
	postponed: 'EventPostponed',
	moved_online: 'EventMovedOnline'
};

function event(content: Of<'Event'>, { site, origin }: Around): Description {
	const { data } = content;
	const online = data.online_url ? { '@type': 'VirtualLocation', url: data.online_url } : undefined;
	const prices = data.prices?.items ?? [];
	return {
		'@type': 'Event',
		startDate: data.start_at,
		endDate: data.end_at,
		eventStatus: `${context}/${statuses[data.event_status ?? ''] ?? 'EventScheduled'}`,
		location: place(data.place, data.address) ??
			online ?? { '@type': 'Place', name: plain(data.place_text) || site.name },
		isAccessibleForFree: data.prices?.free,
		offers: prices.map((item) => ({
			'@type': 'Offer',
			name: words(item.title),
			price: item.price === undefined ? undefined : (item.price / 100).toFixed(2),
			priceCurrency: item.price === undefined ? undefined : 'EUR'
		})),
		organizer: data.organizers?.length
			? data.organizers.map((unit) => ({
					'@type': 'GovernmentOrganization',
					name: words(unit.title),
					url: new URL(unit.path, origin).href
				}))
			: { '@type': 'Organization', name: words(data.external_organizer) || site.name },
		subEvent: (content.inverse.sub_events ?? []).map((one) => ({
			'@type': 'Event',
			name: words(one.title),
			startDate: one.date,
			url: new URL(one.path, origin).href
		}))
	};
}

function news(content: Of<'News'>, { site, origin }: Around): Description {
	return {
		'@type': 'NewsArticle',
		headline: words(content.title),
		datePublished: content.date ?? content.published_at,
		dateModified: content.updated_at,
		articleBody: plain(content.data.body),
		author: organisation(site, origin),
		publisher: organisation(site, origin)
	};
}

function unit(content: Of<'OrganizationalUnit'>, { site, origin }: Around): Description {
	const { data } = content;
	return {
		'@type': 'GovernmentOffice',
		address: postal(dataOf<'Place'>(data.main_place).address ?? data.main_place?.extra.address),
		...reach(data.contact_points),
		parentOrganization: data.parent_unit
			? { '@type': 'GovernmentOrganization', name: words(data.parent_unit.title) }
			: organisation(site, origin)
	};
}

function person(content: Of<'PublicPerson'>, { site, origin }: Around): Description {
	return {
		'@type': 'Person',
		givenName: content.data.given_name,
		familyName: content.data.family_name,
		jobTitle: words(content.extra.role) || undefined,
		worksFor: organisation(site, origin)
	};
}

function document(content: Of<'PublicDocument'>, { site, origin }: Around): Description {
	return {
		'@type': 'DigitalDocument',
		datePublished: content.date ?? content.published_at,
		dateModified: content.updated_at,
		identifier: content.data.identifier ?? content.data.protocol_number,
		license: words(content.data.licence?.label) || undefined,
		author: organisation(site, origin),
		encoding: (content.data.files ?? []).flatMap(({ media }) =>
			media ? [{ '@type': 'MediaObject', contentUrl: new URL(media.url, origin).href, encodingFormat: media.mime }] : []
		)
	};
}

function dataset(content: Of<'Dataset'>, { site, origin }: Around): Description {
	const { data } = content;
	return {
		'@type': 'Dataset',
		dateModified: data.modified_on,
		identifier: data.identifier,
		license: words(data.licence?.label) || undefined,
		creator: organisation(site, origin),
		keywords: (data.themes ?? []).map((theme) => words(theme.label)),
		distribution: (data.distributions ?? []).map((one) => ({
			'@type': 'DataDownload',
			name: words(one.title) || undefined,
			encodingFormat: one.format,
			contentUrl: new URL(one.file?.url ?? one.download_url ?? one.access_url ?? content.path, origin).href
		}))
	};
}

function where(content: Of<'Place'>): Description {
	const { data } = content;
	return {
		...place(content as unknown as ContentCard, data.address),
		'@type': 'CivicStructure',
		...reach(data.contact_points)
	};
}

const describers: Record<string, (content: never, around: Around) => Description> = {
	service,
	event,
	news,
	organizational_unit: unit,
	public_person: person,
	place: where,
	public_document: document,
	form_document: document,
	ranking_publication: document,
	notice_board_entry: document,
	transparency_item: document,
	call: document,
	dataset
};

/** describe tells machines what a page is about, in the words of schema.org. */
export function describe(content: Content, around: Around): Description {
	const describer = describers[content.type];
	const own = describer?.(content as never, around) ?? { '@type': 'WebPage' };
	return {
		'@context': context,
		name: words(content.title),
		description: words(content.short_description) || undefined,
		url: new URL(content.path, around.origin).href,
		image: pictureOf(content, around.origin),
		inLanguage: lang(),
		...own
	};
}
