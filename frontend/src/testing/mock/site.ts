/** The public website as the API would answer: site, contents, search, opinions. */
import type { ContentCard, Localized } from '../../lib/features/content/types.ts';
import type { SectionChild, SiteMapNode, SiteSection } from '../../lib/features/site/types.ts';
import { Refusal, type Call, type Route } from './call.ts';
import { pages, related } from './pages.ts';
import {
	categories,
	contents,
	day,
	documentKinds,
	navigation,
	site,
	topics,
	transparencySections
} from './site-fixtures.ts';

const ofType = (...types: string[]) => contents.filter((c) => types.includes(c.type));
const under = (path: string) => contents.filter((c) => c.path.startsWith(`${path}/`));
const title = (c: ContentCard) => c.title.it ?? '';

function sorted(items: ContentCard[], sort: string): ContentCard[] {
	const sign = sort.startsWith('-') ? -1 : 1;
	const key = (c: ContentCard) =>
		sort.endsWith('title') ? title(c) : sort.endsWith('updated_at') ? c.updated_at : (c.date ?? c.updated_at);
	return [...items].sort((a, b) => sign * key(a).localeCompare(key(b), 'it'));
}

function page(items: ContentCard[], query: URLSearchParams) {
	const limit = Number(query.get('limit') ?? 20);
	const start = Number(query.get('cursor') ?? 0);
	const next = start + limit;
	return {
		items: items.slice(start, next),
		total: items.length,
		...(next < items.length ? { next_cursor: String(next) } : {})
	};
}

const contains = (c: ContentCard, text: string) =>
	`${title(c)} ${c.title.en ?? ''} ${c.short_description.it ?? ''}`.toLowerCase().includes(text.toLowerCase());

/** Broader terms hold the narrower ones. */
const narrower: Record<string, string[]> = {
	'struttura-politica': ['giunta-comunale', 'consiglio-comunale', 'commissione'],
	'altra-struttura': ['fondazione']
};
const within = (code: string, wanted: string) => code === wanted || (narrower[wanted]?.includes(code) ?? false);

function filtered(query: URLSearchParams): ContentCard[] {
	const get = (name: string) => query.get(name) ?? '';
	const types = get('type').split(',').filter(Boolean);
	const kinds = get('kind').split(',').filter(Boolean);
	const now = new Date().toISOString();
	const when = get('when') || 'all';
	return contents.filter(
		(c) =>
			(!types.length || types.includes(c.type)) &&
			(!kinds.length || c.kinds.some((k) => kinds.some((code) => within(k.code, code)))) &&
			(!get('topic') || c.topics.some((t) => t.code === get('topic'))) &&
			(!get('q') || contains(c, get('q'))) &&
			(!get('from') || (c.end_date ?? c.date ?? '') >= get('from')) &&
			(!get('to') || (c.date ?? '').slice(0, 10) <= get('to')) &&
			(when === 'all' || (when === 'past') === (c.end_date ?? c.date ?? now) < now)
	);
}

function list({ query }: Call) {
	const items = filtered(query);
	const counts = new Map<string, { term: ContentCard['kinds'][number]; count: number }>();
	for (const term of items.flatMap((c) => c.kinds)) {
		counts.set(term.code, { term, count: (counts.get(term.code)?.count ?? 0) + 1 });
	}
	return { ...page(sorted(items, query.get('sort') ?? 'title'), query), kinds: [...counts.values()] };
}

function whole(c: ContentCard) {
	const full = pages.find((one) => one.id === c.id);
	if (full) return full;
	return {
		...c,
		data: { body: { it: `<p>${c.short_description.it}</p>` } },
		groups: [],
		breadcrumb: [],
		inverse: {},
		languages: ['it'],
		canonical_path: c.path
	};
}

function lookup({ query }: Call) {
	const path = query.get('path');
	if (path === '/vecchio-indirizzo') return { moved_to: pages[5]?.path };
	if (path === '/novita/notizie/notizia-rimossa') throw new Refusal(410, 'content-gone');
	const found = pages.find((c) => c.path === path) ?? contents.find((c) => c.path === path);
	if (!found) throw new Refusal(404, 'content-not-found');
	return { content: 'languages' in found ? found : whole(found) };
}

const both = (it: string, en: string): Localized => ({ it, en });
const kindsUnder = (type: string, folder: string): SectionChild[] => {
	const seen = new Map<string, SectionChild>();
	for (const c of ofType(type)) {
		if (!c.kind) continue;
		const one = seen.get(c.kind.code) ?? {
			id: c.kind.code,
			title: c.kind.label,
			description: both('', ''),
			path: `${folder}?tipo=${c.kind.code}`,
			count: 0
		};
		seen.set(c.kind.code, { ...one, count: one.count + 1 });
	}
	return [...seen.values()];
};

function children(path: string): SectionChild[] {
	if (path === '/vivere-il-comune/eventi') return kindsUnder('event', path);
	if (path === '/vivere-il-comune/luoghi') return kindsUnder('place', path);
	if (path === '/amministrazione/documenti-e-dati') {
		return documentKinds.map(([id, label, folder, words]) => ({
			id,
			title: { it: label },
			description: { it: words },
			path: `${path}/${folder}`,
			count: under(`${path}/${folder}`).length
		}));
	}
	const found = navigation.find((s) => s.path === path)?.children ?? [];
	return found.map((c) => ({
		...c,
		id: c.path.split('/').pop() ?? '',
		description: both(`Che cosa trovi in “${c.title.it}”.`, `What you find in “${c.title.en}”.`)
	}));
}

const names: Record<string, [string, Localized]> = {
	administration: ['/amministrazione', both('Amministrazione', 'Administration')],
	news: ['/novita', both('Novità', 'News')],
	services: ['/servizi', both('Servizi', 'Services')],
	live: ['/vivere-il-comune', both('Vivere il Comune', 'Living in the town')],
	documents: ['/amministrazione/documenti-e-dati', both('Documenti e dati', 'Documents and data')],
	topics: ['/argomenti', both('Argomenti', 'Topics')],
	faq: ['/domande-frequenti', both('Domande frequenti', 'Frequently asked questions')],
	bandi: ['/amministrazione/documenti-e-dati/bandi', both('Bandi', 'Calls')],
	'albo-pretorio': ['/albo-pretorio', both('Albo pretorio', 'Official notice board')],
	'attuazione-misure-pnrr': ['/attuazione-misure-pnrr', both('Attuazione misure PNRR', 'PNRR measures')],
	'amministrazione-trasparente': [
		'/amministrazione-trasparente',
		both('Amministrazione trasparente', 'Transparent administration')
	]
};
const all = [...navigation.flatMap((s) => s.children), ...children('/amministrazione/documenti-e-dati')].map(
	(c) => [c.path.split('/').pop() ?? '', c] as const
);

function section({ params }: Call): SiteSection {
	const id = params[0] ?? '';
	const second = all.find(([slug]) => slug === id)?.[1];
	const [path, label] = names[id] ?? (second ? [second.path, second.title] : []);
	if (!path || !label) throw new Refusal(404, 'section-not-found');
	const inside = under(path);
	const featured =
		id === 'live' ? ofType('event').slice(3, 9) : id === 'services' ? inside.slice(0, 5) : inside.slice(0, 3);
	return {
		id,
		title: label,
		description: both(`Tutto ciò che riguarda: ${label.it}.`, `Everything about: ${label.en ?? label.it}.`),
		path,
		featured,
		...(id === 'live' ? { featured_places: ofType('place').slice(0, 6) } : {}),
		children:
			id === 'amministrazione-trasparente'
				? transparencySections.map((t) => ({
						id: t.code,
						title: t.label,
						description: both('', ''),
						path: `${path}/${t.code}`,
						count: ofType('transparency_item').filter((c) => c.kind?.code === t.code).length
					}))
				: children(path),
		breadcrumb: []
	};
}

function home() {
	const news = sorted(ofType('news'), '-date');
	const events = sorted(ofType('event'), 'date').filter((c) => (c.date ?? '') >= day(-1));
	const days = new Map<string, ContentCard[]>();
	for (const c of events) {
		const date = (c.date ?? '').slice(0, 10);
		days.set(date, [...(days.get(date) ?? []), c]);
	}
	const topicCards = ofType('topic');
	return {
		hero: news[0],
		news: news.slice(1, 4),
		administration: ofType('organizational_unit').slice(0, 3),
		calendar: [...days].map(([date, items]) => ({ date, items })),
		topics: topicCards.slice(0, 3).map((topic, i) => ({
			topic,
			links: i === 1 ? [] : ofType('service').slice(i * 3, i * 3 + 3),
			sites: i === 1 ? ofType('thematic_site').slice(0, 1) : []
		})),
		other_topics: topics.slice(3).map(([code, it, en]) => ({ code, label: both(it, en), path: `/argomenti/${code}` })),
		galleries: [],
		places: ofType('place').slice(0, 3),
		thematic_sites: ofType('thematic_site'),
		useful_links: site.search_suggestions
	};
}

function topic({ params }: Call) {
	const found = ofType('topic').find((c) => c.slug === params[0]);
	if (!found) throw new Refusal(404, 'topic-not-found');
	const about = (...types: string[]) => {
		const items = ofType(...types).filter((c) => c.topics.some((t) => t.code === params[0]));
		return { items: items.slice(0, 3), total: items.length };
	};
	return {
		topic: whole(found),
		managing_units: ofType('organizational_unit').slice(4, 6),
		featured: [],
		sections: {
			news: about('news'),
			administration: about('organizational_unit', 'public_person'),
			services: about('service'),
			documents: about('public_document', 'dataset', 'form_document'),
			places: about('place'),
			events: about('event')
		}
	};
}

function map(): { items: SiteMapNode[] } {
	const leaves = (path: string) => under(path).map((c) => ({ title: c.title, path: c.path }));
	return {
		items: [
			...navigation.map((s) => ({
				title: s.title,
				path: s.path,
				children: s.children.map((c) => ({
					title: c.title,
					path: c.path,
					children: c.path.endsWith('documenti-e-dati') ? children(c.path) : leaves(c.path)
				}))
			})),
			{ title: both('Argomenti', 'Topics'), path: '/argomenti', children: ofType('topic') }
		]
	};
}

const groups: Record<string, [string[], Localized]> = {
	organizational_unit: [['organizational_unit'], both('Unità organizzativa', 'Organisational units')],
	public_person: [['public_person'], both('Persona pubblica', 'Public people')],
	public_document: [['public_document', 'dataset', 'form_document'], both('Documenti', 'Documents')],
	service: [['service'], both('Servizi', 'Services')],
	news: [['news'], both('Novità', 'News')],
	place: [['place'], both('Luoghi', 'Places')],
	event: [['event'], both('Eventi', 'Events')]
};

function search({ query }: Call) {
	const text = query.get('q') ?? '';
	const types = (query.get('types') ?? '').split(',').filter(Boolean);
	const wanted = (query.get('topics') ?? '').split(',').filter(Boolean);
	const known = Object.values(groups).flatMap(([names]) => names);
	const matching = contents.filter((c) => known.includes(c.type) && (!text || contains(c, text)));
	const inTypes = (c: ContentCard) => !types.length || types.some((t) => groups[t]?.[0].includes(c.type));
	const inTopics = (c: ContentCard) => !wanted.length || c.topics.some((t) => wanted.includes(t.code));
	const items = matching.filter((c) => inTypes(c) && inTopics(c));
	const mark = (words: string) =>
		text ? words.replaceAll(new RegExp(`(${text.replaceAll(/[^\p{L}\d ]/gu, '')})`, 'gi'), '<mark>$1</mark>') : words;
	const result = page(items, query);
	return {
		...result,
		items: result.items.map((c) => ({ ...c, highlight: { it: mark(c.short_description.it ?? '') } })),
		facets: {
			types: Object.entries(groups).map(([code, [names, label]]) => ({
				code,
				label,
				count: matching.filter((c) => names.includes(c.type) && inTopics(c)).length
			})),
			topics: topics.map(([code, it, en]) => ({
				code,
				label: both(it, en),
				count: matching.filter((c) => inTypes(c) && c.topics.some((t) => t.code === code)).length
			}))
		},
		...(items.length === 0 && text ? { did_you_mean: 'mensa' } : {})
	};
}

const suggestions = ({ query }: Call) => ({
	items: contents
		.filter((c) => contains(c, query.get('q') ?? ''))
		.slice(0, 5)
		.map((c) => ({ title: c.title, type_label: c.kind?.label ?? both('Pagina', 'Page'), path: c.path }))
});

/** Answers under /api/v1. */
export const siteRoutes: Route[] = [
	['GET', /^\/site$/, () => site],
	['GET', /^\/site\/home$/, home],
	['GET', /^\/site\/sections\/([^/]+)$/, section],
	[
		'GET',
		/^\/site\/topics$/,
		() => ({ featured: ofType('topic').slice(0, 3), items: sorted(ofType('topic'), 'title') })
	],
	['GET', /^\/site\/topics\/([^/]+)$/, topic],
	['GET', /^\/site\/map$/, map],
	['GET', /^\/contents$/, list],
	['GET', /^\/contents\/lookup$/, lookup],
	['GET', /^\/contents\/([^/]+)\/related$/, () => related],
	[
		'GET',
		/^\/contents\/([^/]+)$/,
		({ params }) => {
			const found = contents.find((c) => c.id === params[0]);
			if (!found) throw new Refusal(404, 'content-not-found');
			return whole(found);
		}
	],
	[
		'GET',
		/^\/vocabularies\/service-categories$/,
		() => ({ items: categories.map(([code, it, en]) => ({ code, label: both(it, en) })) })
	],
	['GET', /^\/vocabularies\/transparency-sections$/, () => ({ items: transparencySections })],
	['GET', /^\/contents\/[^/]+\/related$/, () => ({ groups: [] })],
	['GET', /^\/search$/, search],
	['GET', /^\/search\/suggestions$/, suggestions],
	['POST', /^\/ratings$/, () => ({})],
	['POST', /^\/assistance-requests$/, () => ({ number: 'A-2026-000123' })]
];

/** picture draws the pictures of the made-up contents. */
export function picture(path: string): string | null {
	const hue = /^\/media\/picture-(\d+)\.svg$/.exec(path)?.[1];
	if (!hue) return null;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 675"><rect width="1200" height="675" fill="hsl(${hue} 45% 78%)"/><path d="M0 500 300 260l220 170 260-250 420 330v165H0z" fill="hsl(${hue} 40% 45%)"/><path d="M0 590q300-60 600 0t600 0v85H0z" fill="hsl(${Number(hue) + 40} 50% 35%)"/></svg>`;
}
