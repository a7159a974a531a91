import { m } from '#lib/i18n/common.ts';
import type { Link } from './types.ts';

/** target is where a link of the settings leads. */
export const target = (link: Link): string => link.path ?? link.url ?? '/';

/** dial turns a number as it is written into one to call; nothing when there is none. */
export function dial(number = ''): string | undefined {
	const digits = number.replaceAll(/[^\d+]/g, '');
	return digits ? `tel:${digits}` : undefined;
}

/** mail turns an address into one to write to; nothing when there is none. */
export const mail = (address = ''): string | undefined => (address.trim() ? `mailto:${address.trim()}` : undefined);

const networks: Record<string, { icon: string; name: string }> = {
	facebook: { icon: 'it-facebook', name: 'Facebook' },
	twitter: { icon: 'it-twitter', name: 'X' },
	x: { icon: 'it-twitter', name: 'X' },
	instagram: { icon: 'it-instagram', name: 'Instagram' },
	youtube: { icon: 'it-youtube', name: 'YouTube' },
	telegram: { icon: 'it-telegram', name: 'Telegram' },
	whatsapp: { icon: 'it-whatsapp', name: 'WhatsApp' },
	linkedin: { icon: 'it-linkedin', name: 'LinkedIn' },
	mastodon: { icon: 'it-mastodon', name: 'Mastodon' },
	threads: { icon: 'it-threads', name: 'Threads' },
	rss: { icon: 'it-rss', name: 'RSS' }
};

/** network is the icon and the name of a social network. */
export const network = (type: string): { icon: string; name: string } =>
	networks[type] ?? { icon: 'it-link', name: type };

/** The entries of the main menu, in the model's order, with the attribute that the conformance tool reads. */
export const menu = [
	{ id: 'management', path: '/amministrazione', title: m.administration },
	{ id: 'news', path: '/novita', title: m.news },
	{ id: 'services', path: '/servizi', title: m.nav_services },
	{ id: 'live', path: '/vivere-il-comune', title: m.live }
] as const;

/** menuElement is the `data-element` of an entry of the menu. */
export const menuElement = (id: string): string => (id === 'services' ? 'all-services' : id);
