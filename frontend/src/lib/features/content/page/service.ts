import { read, request } from '#lib/api/http.ts';
import type { Schema } from '#lib/api/types.ts';
import { lang } from '#lib/i18n/index.ts';
import { words } from '#lib/i18n/localised.ts';
import { m } from '#lib/i18n/page.ts';
import { formatDate } from '#lib/pure/dates.ts';
import type { Content, Localized } from '../types.ts';
import type { Data } from './data.ts';

/** Channel is a way to ask for a service online. */
export interface Channel {
	href: string;
	label: string;
	intro?: Localized;
	/** the digital service of this site that it leads into */
	service?: string;
}

/** Opening tells when a digital service takes applications; one without dates always does. */
export type Opening = Pick<Schema<'ServiceSheet'>, 'open' | 'opens_at' | 'closes_at'>;

/** Openings are those of the digital services of a sheet, by their id. */
export type Openings = Record<string, Opening>;

/** channelsOf lists the ways to ask for a service online: those of this site first lead into its own steps. */
export function channelsOf(data: Data<'Service'>): Channel[] {
	return (data.digital_channel ?? []).flatMap(({ service_definition_id: id, url, label, intro }) => {
		const href = id ? `/servizi/${encodeURIComponent(id)}/richiesta` : url;
		return href ? [{ href, label: words(label) || m.access_online(), intro, service: id }] : [];
	});
}

/** windowText says when applications open, close or closed; nothing of a service that always takes them. */
export function windowText({ open, opens_at: opens, closes_at: closes }: Opening, today: string): string | undefined {
	const day = (date: string) => formatDate(date, lang());
	if (open) return closes && m.closes_on({ date: day(closes) });
	if (opens && opens > today)
		return closes ? m.opens_until({ from: day(opens), to: day(closes) }) : m.opens_on({ date: day(opens) });
	return closes && closes < today ? m.closed_on({ date: day(closes) }) : m.closed_now();
}

/** getOpenings reads when the digital services of a sheet take applications. One that cannot be asked is taken as open: its first step says otherwise. */
export async function getOpenings(fetch: typeof globalThis.fetch, content: Content): Promise<Openings | undefined> {
	if (content.type !== 'service') return undefined;
	const services = channelsOf(content.data as Data<'Service'>).flatMap(({ service }) => service ?? []);
	const known = await Promise.all(
		services.map(async (id): Promise<[string, Opening][]> => {
			try {
				const sheet = await request(read<Opening>(fetch, `/services/${encodeURIComponent(id)}`));
				return [[id, { open: sheet.open, opens_at: sheet.opens_at, closes_at: sheet.closes_at }]];
			} catch {
				return [];
			}
		})
	);
	return Object.fromEntries(known.flat());
}

/** openDrafts lists the services that the person signed in has begun to ask for. It is asked in the browser only: the page is everybody's. */
export async function openDrafts(): Promise<string[]> {
	const query = { status: 'draft', limit: 100 };
	const { items } = await request(read<Schema<'ApplicationPage'>>(globalThis.fetch, '/me/applications', query));
	return items.map(({ service }) => service.id);
}
