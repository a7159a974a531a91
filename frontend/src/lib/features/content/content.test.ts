import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pages, related } from '#testing/mock/pages.ts';
import { site } from '#testing/mock/site-fixtures.ts';
import { session } from '#lib/session.svelte.ts';
import ContentPage from './ContentPage.svelte';
import { describe as about, splitAddress } from './page/jsonld.ts';
import { getOpenings, windowText } from './page/service.ts';
import { sectionsOf, types } from './page/sections.ts';
import { toCSV } from './page/table.ts';
import type { Content } from './types.ts';
import { loadView } from './views.ts';

/** A slow machine takes its time to check a whole page. */
vi.setConfig({ testTimeout: 60_000 });

vi.mock('$app/state', async () => {
	const { site: known } = await import('#testing/mock/site-fixtures.ts');
	return { page: { url: new URL('https://borgolago.example/pagina'), data: { site: known } } };
});

const of = (type: string): Content => {
	const found = pages.find((content) => content.type === type);
	if (!found) throw new Error(`no page of type ${type}`);
	return structuredClone(found);
};
const headings = (level: number, root: ParentNode = document) =>
	[...root.querySelectorAll(`.sp-section > h${level}`)].map((h) => h.textContent?.trim());
const element = (name: string) => document.querySelector(`[data-element="${name}"]`);
const json = () =>
	[...document.head.querySelectorAll('script[type="application/ld+json"]')].map(
		(script) => JSON.parse(script.textContent ?? '') as Record<string, unknown>
	);

/** Every view is there from the start, as on a page that was asked for. */
beforeAll(async () => {
	await Promise.all(types.map(loadView));
});

beforeEach(() => {
	document.documentElement.lang = 'it';
});
afterEach(() => {
	document.documentElement.lang = '';
});

describe('sections', () => {
	const folder = resolve(process.cwd(), '../backend/internal/modules/content/types');
	const line = /- \{ id: (\w+), title: \{ it: (.*), en: (.*) \}, anchor: (\S+) \}/g;

	it.each(types)('%s has those of the model, in its order, in both languages', (type) => {
		const groups = [...readFileSync(`${folder}/${type}.yaml`, 'utf8').matchAll(line)]
			.filter(([, id]) => id !== 'header' && id !== 'settings')
			.map(([, id, it, en, anchor]) => ({ id, it: it?.replaceAll('"', ''), en: en?.replaceAll('"', ''), anchor }));
		expect(groups.length).toBeGreaterThan(0);
		for (const lang of ['it', 'en'] as const) {
			document.documentElement.lang = lang;
			expect(sectionsOf(type)).toEqual(groups.map((g) => ({ id: g.id, anchor: g.anchor, title: g[lang] })));
		}
	});
});

describe('pages', () => {
	it.each(pages.map((content) => [content.type, content] as const))(
		'%s can be used by everybody',
		async (_, content) => {
			const { container } = render(ContentPage, { content, related });
			expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(content.title.it ?? '');
			expect(screen.getByText('Ultimo aggiornamento:')).toBeInTheDocument();
			const { violations } = await axe.run(container, {
				rules: { region: { enabled: false }, 'color-contrast': { enabled: false } }
			});
			expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([]);
		}
	);

	const sectioned = pages.filter(({ type }) => type !== 'page').map((content) => [content.type, content] as const);
	it.each(sectioned)('%s shows its sections in order, and its index leads to each', (type, content) => {
		render(ContentPage, { content });
		const known = sectionsOf(type).map(({ title }) => title);
		const shown = headings(2);
		expect(shown.length).toBeGreaterThan(1);
		expect(shown).toEqual(known.filter((title) => shown.includes(title)));
		const links = [...document.querySelectorAll('[data-element="page-index"] > li > a')];
		expect(links.map((link) => link.textContent?.trim())).toEqual(shown.filter((title) => title !== 'Argomenti'));
		for (const link of links) expect(document.querySelector(link.getAttribute('href') ?? '')?.tagName).toBe('H2');
	});

	it.each(sectioned)('%s shows no section without anything in it', (type, content) => {
		render(ContentPage, {
			content: { ...content, data: {}, inverse: {}, topics: [], extra: {} }
		});
		for (const section of document.querySelectorAll('.sp-section')) {
			expect(section.textContent?.replace(section.querySelector('h2')?.textContent ?? '', '').trim()).not.toBe('');
		}
		if (type !== 'service' && type !== 'organizational_unit') expect(headings(2)).toEqual([]);
	});

	it('says once that the whole page is in Italian, and not again at each text', () => {
		document.documentElement.lang = 'en';
		const content = { ...of('news'), languages: ['it'], data: { body: { it: '<p>Solo in italiano.</p>' } } };
		render(ContentPage, { content });
		expect(screen.getByText(/not translated yet/)).toBeInTheDocument();
		expect(document.querySelector('.richtext-wrapper')).toHaveAttribute('lang', 'it');
		expect(screen.queryByText(/Italian only/)).not.toBeInTheDocument();
	});

	it('says that a content is archived', () => {
		render(ContentPage, { content: { ...of('news'), archived: true } });
		expect(screen.getByText(/Contenuto archiviato/)).toBeInTheDocument();
	});

	it('opens the index on a phone with a button that tells its state', async () => {
		render(ContentPage, { content: of('news') });
		const button = screen.getByRole('button', { name: /Indice della pagina/ });
		expect(button).toHaveAttribute('aria-expanded', 'false');
		await userEvent.click(button);
		expect(button).toHaveAttribute('aria-expanded', 'true');
	});

	it('writes format and size in the text of links to files', () => {
		render(ContentPage, { content: of('public_document') });
		expect(screen.getByRole('link', { name: 'Testo del regolamento (ODT, 45 kB)' })).toHaveAttribute(
			'href',
			'/media/testo/testo.odt'
		);
		const files = within(document.querySelector('.sp-files') as HTMLElement).getAllByRole('link');
		expect(files[0]).toHaveTextContent('Testo del regolamento');
	});

	it('puts what can be filled in online before the form to print', () => {
		render(ContentPage, { content: of('form_document') });
		const section = document.querySelector('#documento')?.closest('section') as HTMLElement;
		const links = within(section).getAllByRole('link');
		expect(links[0]).toHaveTextContent('Compila online');
		expect(links[1]).toHaveTextContent('Modulo di richiesta (PDF, 182 kB)');
	});

	it('offers the event to calendars and says when and where', () => {
		render(ContentPage, { content: of('event') });
		const calendar = screen.getAllByRole('link', { name: 'Aggiungi al calendario' });
		expect(calendar[0]).toHaveAttribute('href', `/api/v1/contents/${of('event').id}/calendar.ics`);
		expect(screen.getAllByText(/^ore \d\d:00$/)).toHaveLength(2);
		expect(screen.getByRole('link', { name: /OpenStreetMap/ })).toHaveAttribute('target', '_blank');
	});

	it('never loads a map by itself', () => {
		render(ContentPage, { content: of('place') });
		expect(screen.queryByRole('button', { name: 'Mostra la mappa' })).not.toBeInTheDocument();
		expect(document.querySelector('iframe, canvas')).toBeNull();
	});

	it('counts the days a call is still open, and takes part online', () => {
		render(ContentPage, { content: of('call') });
		expect(screen.getByText('Mancano 20 giorni alla scadenza')).toBeInTheDocument();
		expect(screen.getAllByRole('link', { name: 'Partecipa online' })[0]).toHaveAttribute(
			'href',
			expect.stringMatching(/^\/servizi\//)
		);
		const notes = document.querySelector('#note-di-aggiornamento')?.closest('section') as HTMLElement;
		expect(within(notes).getAllByRole('heading', { level: 3 })).toHaveLength(2);
	});

	it('gives statements of the years as accordions, the newest first', () => {
		render(ContentPage, { content: of('public_person') });
		const years = [...document.querySelectorAll('#dichiarazione-dei-redditi ~ details > summary')];
		expect(years.map((year) => year.textContent)).toEqual(['Anno 2025', 'Anno 2024']);
	});
});

it('fetches the view of a type that did not come with the page', async () => {
	const content = { ...of('news'), type: 'faq', data: { answer: { it: '<p>Venti giorni.</p>' } } };
	render(ContentPage, { content });
	expect(await screen.findByText('Venti giorni.')).toBeInTheDocument();
});

describe('service sheet', () => {
	const schema = [
		'name',
		'serviceType',
		'serviceOperator.name',
		'areaServed.name',
		'audience.audienceType',
		'availableChannel.serviceUrl',
		'availableChannel.serviceLocation.name',
		'availableChannel.serviceLocation.address.streetAddress',
		'availableChannel.serviceLocation.address.postalCode',
		'availableChannel.serviceLocation.address.addressLocality'
	];
	const at = (value: unknown, path: string) =>
		path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
	const around = { site, origin: 'https://borgolago.example' };
	const bare = (): Content => ({ ...of('service'), data: {}, inverse: {}, extra: {}, kind: undefined, kinds: [] });

	it('has every mark of the model, filled', async () => {
		render(ContentPage, { content: of('service') });
		await waitFor(() => expect(element('feedback')).toBeInTheDocument());
		await waitFor(() => expect(element('contacts')).toBeInTheDocument());
		for (const name of [
			'breadcrumb',
			'service-title',
			'service-status',
			'service-description',
			'page-index',
			'service-addressed',
			'service-how-to',
			'service-needed',
			'service-achieved',
			'service-calendar-text',
			'service-calendar-list',
			'service-cost',
			'service-online-access',
			'service-booking-access',
			'service-generic-access',
			'service-file',
			'service-area',
			'service-topic',
			'feedback',
			'appointment-booking',
			'contacts'
		]) {
			expect(element(name)?.textContent?.trim().length ?? 0, name).toBeGreaterThanOrEqual(3);
		}
		expect(element('service-online-access')).toHaveAttribute('href', '/servizi/ztl-permit/richiesta');
		expect(element('service-booking-access')).toHaveAttribute(
			'href',
			`/servizi/prenotazione-appuntamento?servizio=${of('service').id}`
		);
		expect(element('service-file')).toHaveTextContent('Condizioni di servizio (PDF, 182 kB)');
	});

	it('lists the eight voices of the model in their order', () => {
		render(ContentPage, { content: of('service') });
		const voices = [...document.querySelectorAll('[data-element="page-index"] > li > a')].map((a) =>
			a.textContent?.trim()
		);
		const wanted = [
			'A chi è rivolto',
			'Come fare',
			'Cosa serve',
			'Cosa si ottiene',
			'Tempi e scadenze',
			'Accedi al servizio',
			'Condizioni di servizio',
			'Contatti'
		];
		expect(voices.filter((voice) => wanted.includes(voice ?? ''))).toEqual(wanted);
	});

	it.each([
		['whole', of('service')],
		['without anything', bare()]
	])('is described to machines in full: %s', (_, content) => {
		const description = about(content, around);
		for (const path of schema) expect(at(description, path), path).toEqual(expect.stringMatching(/\S/));
	});

	it('leads machines to the sheet where nothing is online', () => {
		const url = at(about(bare(), around), 'availableChannel.serviceUrl');
		expect(url).toBe(`https://borgolago.example${of('service').path}`);
	});

	it('writes its description once, marked, with the breadcrumb beside it', () => {
		render(ContentPage, { content: { ...of('service'), title: { it: '</script><script>alert(1)' } } });
		expect(document.head.querySelectorAll('script[data-element="metatag"]')).toHaveLength(1);
		expect(json().map((one) => one['@type'])).toEqual(['GovernmentService', 'BreadcrumbList']);
	});

	it('says why it is not active and offers no way in', () => {
		const content = of('service');
		content.data.service_status = 'inactive';
		content.data.status_reason = { it: '<p>I varchi sono spenti per lavori.</p>' };
		render(ContentPage, { content });
		expect(element('service-status')).toHaveTextContent('Servizio non attivo');
		expect(screen.getByText('I varchi sono spenti per lavori.')).toBeInTheDocument();
		expect(element('service-online-access')).toBeNull();
		expect(element('service-booking-access')).toBeNull();
	});

	it('says when applications open, instead of a button that leads nowhere', () => {
		const openings = { 'ztl-permit': { open: false, opens_at: '2999-03-01', closes_at: '2999-04-30' } };
		render(ContentPage, { content: of('service'), openings });
		expect(screen.getAllByText('Le domande si aprono il 1 marzo 2999 e si chiudono il 30 aprile 2999.')).toHaveLength(
			2
		);
		expect(element('service-online-access')).toBeNull();
		expect(element('service-generic-access')).not.toBeNull();
		expect(element('service-status')).toHaveTextContent('Servizio attivo');
	});

	it.each([
		[{ open: true }, undefined],
		[{ open: true, opens_at: '2026-01-01', closes_at: '2026-06-30' }, 'Le domande si chiudono il 30 giugno 2026.'],
		[{ open: false, opens_at: '2026-05-01' }, 'Le domande si aprono il 1 maggio 2026.'],
		[
			{ open: false, opens_at: '2026-01-01', closes_at: '2026-02-28' },
			'Le domande si sono chiuse il 28 febbraio 2026.'
		],
		[{ open: false }, 'In questo momento le domande sono chiuse.']
	])('tells of %j', (opening, text) => {
		expect(windowText(opening, '2026-03-02')).toBe(text);
	});

	it('reads when services take applications, and takes those that cannot be asked as open', async () => {
		const answer = { id: 'ztl-permit', open: false, opens_at: '2026-05-01', summary: {} };
		const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response(JSON.stringify(answer)));
		expect(await getOpenings(fetch, of('service'))).toEqual({
			'ztl-permit': { open: false, opens_at: '2026-05-01', closes_at: undefined }
		});
		expect(fetch.mock.calls[0]?.[0]).toBe('/api/v1/services/ztl-permit');
		expect(await getOpenings(async () => new Response('', { status: 503 }), of('service'))).toEqual({});
		expect(await getOpenings(fetch, of('news'))).toBeUndefined();
	});

	it('offers to whoever is signed in to go on with their draft, and asks for nobody else', async () => {
		const items = [{ id: 'a', service: { id: 'ztl-permit' }, status: 'draft' }];
		const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response(JSON.stringify({ items })));
		vi.stubGlobal('fetch', fetch);
		const drafts = () => fetch.mock.calls.filter(([address]) => String(address).includes('/me/applications'));
		session.current = { authenticated: false };
		const { unmount } = render(ContentPage, { content: of('service') });
		await Promise.resolve();
		expect(element('service-online-access')).not.toHaveTextContent('Riprendi bozza');
		expect(drafts()).toEqual([]);
		unmount();
		session.current = { authenticated: true, kind: 'citizen' };
		render(ContentPage, { content: of('service') });
		await waitFor(() => expect(element('service-online-access')).toHaveTextContent('Riprendi bozza'));
		expect(element('service-online-access')).toHaveAttribute('href', '/servizi/ztl-permit/richiesta');
		expect(drafts()).toHaveLength(1);
		session.current = null;
		vi.unstubAllGlobals();
	});

	it('keeps terms, access and contacts also when the editor wrote none', () => {
		render(ContentPage, { content: bare() });
		expect(element('service-file')).toHaveAttribute('href', '/note-legali');
		expect(element('service-generic-access')).not.toBeNull();
		expect(element('service-area')).not.toBeNull();
	});
});

describe('descriptions for machines', () => {
	it.each([
		['event', 'Event'],
		['news', 'NewsArticle'],
		['place', 'CivicStructure'],
		['organizational_unit', 'GovernmentOffice'],
		['public_person', 'Person'],
		['dataset', 'Dataset'],
		['public_document', 'DigitalDocument'],
		['page', 'WebPage']
	])('of a content of type %s are of type %s', (type, wanted) => {
		render(ContentPage, { content: of(type) });
		expect(json()[0]).toMatchObject({ '@context': 'https://schema.org', '@type': wanted, name: of(type).title.it });
	});

	it('read addresses with and without a postal code', () => {
		expect(splitAddress('Via Roma 1').streetAddress).toBe('Via Roma 1');
		expect(splitAddress('Via Roma 1, 00100 Città (XX)')).toEqual({
			streetAddress: 'Via Roma 1',
			postalCode: '00100',
			addressLocality: 'Città'
		});
	});
});

it('writes tables that spreadsheets read', () => {
	expect(toCSV(['Mese', 'Importo'], [['Febbraio; marzo', '"9"']])).toBe('Mese;Importo\r\n"Febbraio; marzo";"""9"""');
});
