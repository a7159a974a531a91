import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { marked, state, when } from '#lib/features/content/cards.ts';
import ContentCardView from '#lib/features/content/ContentCard.svelte';
import ContentList from '#lib/features/content/ContentList.svelte';
import type { ContentCard } from '#lib/features/content/types.ts';
import Filters from '#lib/features/search/Filters.svelte';
import { searchQuery } from '#lib/features/search/query.ts';
import { contents } from '#testing/mock/site-fixtures.ts';
import Categories from './Categories.svelte';
import Explore from './Explore.svelte';
import { filtersOf, listQuery } from './list.ts';
import { project } from './map.ts';
import { ancestors, pathOf, sectionAt } from './transparency.ts';

const { goto } = vi.hoisted(() => ({ goto: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto }));
vi.mock('$app/state', () => ({ page: { url: new URL('http://localhost/servizi?tipo=ambiente&pagina=2'), data: {} } }));

const services = contents.filter((card) => card.type === 'service');
const query = { type: 'service', sort: 'title' } as const;

beforeEach(() => goto.mockClear());
afterEach(() => vi.unstubAllGlobals());

async function accessible(container: Element) {
	const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
	expect(violations.map((v) => v.id)).toEqual([]);
}

describe('a list', () => {
	const first = { items: services.slice(0, 10), next_cursor: '10', total: 18 };

	it('says how many there are and lists them with the attribute of their type', async () => {
		const { container } = render(Explore, { title: 'Esplora', first, query, filters: {}, size: 10 });
		expect(screen.getByText('18 risultati in ordine alfabetico')).toBeInTheDocument();
		expect(container.querySelectorAll('a[data-element="service-link"]')).toHaveLength(10);
		expect(container.querySelector('[data-element="pager-link"]')).toBeNull();
		await accessible(container);
	});

	it('grows, announces it, remembers it in the address and drops the button at the end', async () => {
		const asked: string[] = [];
		vi.stubGlobal('fetch', (url: string) => {
			asked.push(url);
			return Promise.resolve(Response.json({ items: services.slice(10, 18), total: 18 }));
		});
		const replace = vi.spyOn(history, 'replaceState');
		const { container } = render(Explore, { title: 'Esplora', first, query, filters: {}, size: 10 });
		const more = container.querySelector<HTMLButtonElement>('button[data-element="load-other-cards"]')!;
		expect(more.form?.elements.namedItem('cursor')).toHaveValue('10');
		expect(more.form?.elements.namedItem('tipo')).toHaveValue('ambiente');
		await userEvent.click(more);
		await waitFor(() => expect(container.querySelectorAll('[data-element="service-link"]')).toHaveLength(18));
		expect(asked[0]).toContain('cursor=10');
		expect(screen.getByText('Caricati altri 8 risultati')).toBeInTheDocument();
		expect(String(replace.mock.calls[0]?.[2])).toContain('pagina=2');
		expect(container.querySelector('[data-element="load-other-cards"]')).toBeNull();
		expect(screen.getByText('Nessun altro risultato')).toBeInTheDocument();
	});

	it('can be tried again when the next part does not come', async () => {
		vi.stubGlobal('fetch', () => Promise.reject(new TypeError('away')));
		const { container } = render(Explore, { title: 'Esplora', first, query, filters: {}, size: 10 });
		await userEvent.click(container.querySelector('[data-element="load-other-cards"]')!);
		expect(await screen.findByText('Riprova')).toBeInTheDocument();
		expect(container.querySelectorAll('[data-element="service-link"]')).toHaveLength(10);
	});

	it('searches while one types, from three letters on', async () => {
		render(Explore, { title: 'Esplora', first, query, filters: {}, size: 10 });
		await userEvent.type(screen.getByRole('searchbox'), 'me');
		await new Promise((resolve) => setTimeout(resolve, 350));
		expect(goto).not.toHaveBeenCalled();
		await userEvent.type(screen.getByRole('searchbox'), 'n');
		await waitFor(() => expect(goto).toHaveBeenCalled());
		const url = goto.mock.calls[0]?.[0] as URL;
		expect(url.searchParams.get('q')).toBe('men');
		expect(url.searchParams.get('tipo')).toBe('ambiente');
		expect(url.searchParams.has('pagina')).toBe(false);
	});

	it('says when nothing was found, and the ways out', async () => {
		const { container } = render(Explore, {
			title: 'Esplora',
			first: { items: [], total: 0 },
			query,
			filters: { q: 'zzz' }
		});
		expect(screen.getByText('Nessun risultato trovato per “zzz”')).toBeInTheDocument();
		expect(screen.getByText('Rimuovi tutti i filtri')).toHaveAttribute('href', '/servizi');
		await accessible(container);
	});
});

describe('cards', () => {
	const find = (type: string) => contents.find((card) => card.type === type) as ContentCard;

	it.each(['service', 'news', 'event', 'place', 'public_person', 'organizational_unit', 'public_document', 'call'])(
		'shows a %s',
		async (type) => {
			const { container } = render(ContentCardView, { card: find(type) });
			expect(container.querySelector('h3 a')).toHaveTextContent(find(type).title.it ?? '-');
			await accessible(container);
		}
	);

	it('says the language of what was not translated', () => {
		document.documentElement.lang = 'en';
		const card = { ...find('news'), title: { it: 'Solo italiano' } };
		render(ContentCardView, { card });
		expect(screen.getByText('Solo italiano')).toHaveAttribute('lang', 'it');
		document.documentElement.lang = '';
	});

	it('stands in a list', async () => {
		const { container } = render(ContentList, { items: services.slice(0, 3) });
		expect(screen.getAllByRole('listitem')).toHaveLength(3);
		await accessible(container);
	});

	it('has the states that matter', () => {
		const event = { ...find('event'), date: '2026-11-20T18:00:00Z', end_date: '2026-11-20T20:00:00Z' };
		const at = (day: string) => new Date(`${day}T12:00:00Z`);
		expect(state({ ...event, extra: {} }, at('2026-11-24'))?.text).toBe('Concluso');
		expect(state({ ...event, extra: {} }, at('2026-11-01'))).toBeNull();
		expect(state({ ...event, extra: { event_status: 'cancelled' } }, at('2026-11-01'))?.kind).toBe('danger');
		expect(state({ ...find('service'), extra: { status: 'suspended' } })?.text).toBe('Servizio non attivo');
		expect(state({ ...find('call'), extra: { call_status: 'expired' } })?.text).toBe('In valutazione');
		expect(when({ ...event, end_date: '2026-11-22T20:00:00Z' })).toBe('dal 20 novembre 2026 al 22 novembre 2026');
		expect(when(event)).toBe('20 novembre 2026');
	});

	it('splits an excerpt at the words found, without ever making it HTML', () => {
		expect(marked({ it: 'La <mark>mensa</mark> &amp; il <b>menù</b>' })).toEqual([
			{ text: 'La ', marked: false },
			{ text: 'mensa', marked: true },
			{ text: ' & il <b>menù</b>', marked: false }
		]);
	});
});

describe('pages of the second level', () => {
	it('links to the pages below with the title alone', async () => {
		const item = {
			id: 'notizie',
			title: { it: 'Notizie' },
			description: { it: 'Fatti e iniziative' },
			path: '/novita/notizie',
			count: 3
		};
		const { container } = render(Categories, { title: 'Esplora', items: [item], element: 'news-category-link' });
		expect(container.querySelector('[data-element="news-category-link"]')?.textContent?.trim()).toBe('Notizie');
		await accessible(container);
	});

	it('reads the filters out of the address', () => {
		const url = new URL('http://localhost/x?q= mensa &tipo=a&quando=past&dal=2026-01-01&pagina=3');
		expect(filtersOf(url)).toMatchObject({ q: 'mensa', kind: 'a', when: 'past', from: '2026-01-01' });
		expect(listQuery(url, { type: 'event', when: 'current' }, 10)).toMatchObject({
			limit: 30,
			when: 'past',
			kind: 'a'
		});
		expect(listQuery(new URL('http://localhost/x?cursor=abc&pagina=9'), {}, 10)).toMatchObject({
			limit: 10,
			cursor: 'abc'
		});
		expect(listQuery(new URL('http://localhost/x?pagina=99'), {}, 10).limit).toBe(100);
	});

	it('finds the sections of the transparency pages by their titles', () => {
		const terms = [
			{ code: '02', label: { it: 'Organizzazione' } },
			{ code: '02.05', label: { it: 'Telefono o posta elettronica' }, parent: '02' }
		];
		const path = '/amministrazione-trasparente/organizzazione/telefono-o-posta-elettronica';
		expect(pathOf(terms, '02.05')).toBe(path);
		expect(sectionAt(terms, path)?.code).toBe('02.05');
		expect(sectionAt(terms, `${path}/altro`)).toBeUndefined();
		expect(ancestors(terms, '02.05').map((term) => term.code)).toEqual(['02', '02.05']);
	});

	it('draws places in proportion', () => {
		const place = (n: number, lat: number, lon: number) =>
			({ id: String(n), extra: { geo: { lat, lon } } }) as unknown as ContentCard;
		const points = project([place(1, 45, 9), place(2, 45.1, 9), { id: '3', extra: {} } as unknown as ContentCard]);
		expect(points).toHaveLength(2);
		expect(points[0]?.x).toBe(500);
		expect(points[1]!.y).toBeLessThan(points[0]!.y);
		expect(project([])).toEqual([]);
	});
});

describe('filters of the search', () => {
	const facets = {
		types: [
			{ code: 'service', label: { it: 'Servizi' }, count: 12 },
			{ code: 'news', label: { it: 'Novità' }, count: 3 }
		],
		topics: Array.from({ length: 14 }, (_, i) => ({ code: `t${i}`, label: { it: `Argomento ${i}` }, count: i }))
	};

	it('has counts, chosen topics first, ten topics until one asks for all', async () => {
		const onchange = vi.fn();
		const { container } = render(Filters, {
			id: 'f',
			facets,
			types: ['news'],
			topics: ['t13'],
			from: '',
			to: '',
			onchange
		});
		expect(screen.getByLabelText('Novità (3)')).toBeChecked();
		expect(screen.getByLabelText('Argomento 13 (13)')).toBeChecked();
		expect(container.querySelectorAll('input[name="argomento"]')).toHaveLength(10);
		await userEvent.click(screen.getByText('Mostra tutti'));
		expect(container.querySelectorAll('input[name="argomento"]')).toHaveLength(14);
		await fireEvent.click(screen.getByLabelText('Servizi (12)'));
		expect(onchange).toHaveBeenCalledOnce();
		await accessible(container);
	});

	it('asks the API for what the address says', () => {
		const url = new URL(
			'http://localhost/ricerca?q=mensa&tipo=service&tipo=news&argomento=a,b&ordine=data&dal=2026-01-01'
		);
		expect(searchQuery(url)).toEqual({
			q: 'mensa',
			types: 'service,news',
			topics: 'a,b',
			from: '2026-01-01',
			to: undefined,
			sort: 'date',
			limit: 10,
			cursor: undefined
		});
	});
});
