import { m } from '#lib/i18n/content.ts';
import { lang } from '#lib/i18n/index.ts';
import { words } from '#lib/i18n/localised.ts';
import { formatDate } from '#lib/pure/dates.ts';
import type { ContentCard, Localized, TermCount } from './types.ts';

/** The attribute of the model on the links to contents of a type. */
const elements: Record<string, string> = { service: 'service-link', event: 'event-link', place: 'location-link' };

/** linkElement is the `data-element` of a card's link, when the model wants one. */
export const linkElement = (card: ContentCard): string | undefined => elements[card.type];

/** address is where a card leads: thematic sites have no page of their own. */
export const address = (card: ContentCard): string => card.extra.url ?? card.path;

/** parent is the list a content belongs to, which its address begins with. */
export const parent = (card: ContentCard): string => card.path.slice(0, card.path.lastIndexOf('/')) || '/';

/** kindHref is where the label of a card's kind leads; nothing where kinds have no page. */
export function kindHref(card: ContentCard): string | undefined {
	return ['service', 'news', 'public_document', 'form_document', 'dataset'].includes(card.type)
		? parent(card)
		: undefined;
}

/** when writes the days of an event, or the date of the other contents that have one. */
export function when(card: ContentCard): string {
	if (!card.date) return '';
	const from = formatDate(card.date, lang());
	if (card.type !== 'event' || !card.end_date) return from;
	const to = formatDate(card.end_date, lang());
	return from === to ? from : m.from_to({ from, to });
}

/** notes are the short lines under a card's text: where, until when, in which formats. */
export function notes({ type, extra }: ContentCard): string[] {
	const place = extra.address && type !== 'event' ? `${extra.address.street}, ${extra.address.city}` : '';
	const closes = type === 'call' && extra.closes_at ? m.closes_at({ date: formatDate(extra.closes_at, lang()) }) : '';
	return [words(extra.place?.title) || place, closes, extra.formats?.join(', ') ?? ''].filter(Boolean);
}

export interface State {
	text: string;
	kind: 'success' | 'danger' | 'secondary' | 'warning' | 'primary';
}

const calls: Record<string, State['kind']> = {
	open: 'success',
	closing: 'warning',
	evaluation: 'primary',
	closed: 'secondary',
	upcoming: 'primary'
};

/** The states of a call by their short names in the texts. */
const callNames: Record<string, keyof typeof calls> = {
	scheduled: 'upcoming',
	open: 'open',
	closing: 'closing',
	expired: 'evaluation',
	closed: 'closed',
	revoked: 'closed'
};

/** states are the chips of a card: what a person should know before opening it. */
export function states(card: ContentCard, now: Date = new Date()): State[] {
	const found = state(card, now);
	const free: State[] = card.type === 'event' && card.extra.free ? [{ text: m.free(), kind: 'success' }] : [];
	return [...(found ? [found] : []), ...free];
}

/** state is where a content stands, when that matters. */
export function state(card: ContentCard, now: Date = new Date()): State | null {
	const { extra } = card;
	if (card.type === 'service') {
		if (extra.status && extra.status !== 'active') return { text: m.suspended(), kind: 'secondary' };
		return extra.online ? { text: m.online(), kind: 'success' } : null;
	}
	if (card.type === 'event') return eventState(card, now);
	if (card.type === 'call' && extra.call_status) {
		const name = callNames[extra.call_status] ?? extra.call_status;
		const text = m[`call_${name}` as 'call_open'];
		return text ? { text: text(), kind: calls[name] ?? 'secondary' } : null;
	}
	return card.archived ? { text: m.archived(), kind: 'secondary' } : null;
}

function eventState({ extra, date, end_date }: ContentCard, now: Date): State | null {
	if (extra.event_status === 'cancelled') return { text: m.cancelled(), kind: 'danger' };
	if (extra.event_status === 'postponed') return { text: m.postponed(), kind: 'warning' };
	const last = end_date ?? date;
	const over = last && Date.parse(last) + (extra.all_day ? 86_400_000 : 0) < now.getTime();
	return over ? { text: m.ended(), kind: 'secondary' } : null;
}

/** byLabel sorts terms in use as a reader expects them. */
export const byLabel = (label: (term: TermCount['term']) => string) => (a: TermCount, b: TermCount) =>
	label(a.term).localeCompare(label(b.term), lang());

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#34': '"' };

/** marked splits an excerpt of the search at the words found, which come inside <mark>. */
export function marked(excerpt: Localized): { text: string; marked: boolean }[] {
	const decode = (part: string) =>
		part.replace(/&(amp|lt|gt|quot|#39|#34);/g, (_, name: string) => entities[name] ?? '');
	return words(excerpt)
		.split(/<mark>(.*?)<\/mark>/s)
		.map((part, i) => ({ text: decode(part), marked: i % 2 === 1 }))
		.filter((part) => part.text);
}
