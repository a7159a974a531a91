import { dial, mail } from '#lib/features/site/links.ts';
import type { Data } from './data.ts';

/** Item is one way to reach somebody. */
export type Item = NonNullable<Data<'ContactPoint'>['items']>[number];

const icons: Record<string, string> = {
	telefono: 'it-telephone',
	cellulare: 'it-telephone',
	fax: 'it-print',
	email: 'it-mail',
	pec: 'it-mail',
	url: 'it-link',
	indirizzo: 'it-pin',
	whatsapp: 'it-whatsapp',
	telegram: 'it-telegram'
};

/** contactIcon is the icon beside a contact. */
export const contactIcon = (code = ''): string => icons[code] ?? 'it-info-circle';

/** contactHref is where a contact leads; nothing when it is only to be read. */
export function contactHref({ type, value = '' }: Item): string | undefined {
	if (/^https?:\/\//.test(value)) return value;
	switch (type?.code) {
		case 'telefono':
		case 'cellulare':
		case 'numero-verde':
			return dial(value);
		case 'email':
		case 'pec':
			return mail(value);
		case 'whatsapp':
			return value && `https://wa.me/${value.replaceAll(/\D/g, '')}`;
		case 'telegram':
			return value && `https://t.me/${value.replace(/^@/, '')}`;
		default:
			return undefined;
	}
}
