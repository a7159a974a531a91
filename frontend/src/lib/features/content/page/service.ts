import { words } from '#lib/i18n/localised.ts';
import { m } from '#lib/i18n/page.ts';
import type { Localized } from '../types.ts';
import type { Data } from './data.ts';

/** Channel is a way to ask for a service online. */
export interface Channel {
	href: string;
	label: string;
	intro?: Localized;
}

/** channelsOf lists the ways to ask for a service online: those of this site first lead into its own steps. */
export function channelsOf(data: Data<'Service'>): Channel[] {
	return (data.digital_channel ?? []).flatMap(({ service_definition_id: id, url, label, intro }) => {
		const href = id ? `/servizi/${encodeURIComponent(id)}/richiesta` : url;
		return href ? [{ href, label: words(label) || m.access_online(), intro }] : [];
	});
}
