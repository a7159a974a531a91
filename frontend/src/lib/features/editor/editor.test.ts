import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { contents, types, vocabularies } from '#testing/mock/editor-fixtures.ts';
import ColourField from './ColourField.svelte';
import { contrast } from './colours.ts';
import ConflictDialog from './ConflictDialog.svelte';
import ContentForm from './ContentForm.svelte';
import Differences from './Differences.svelte';
import { ContentDraft } from './draft.svelte.ts';
import FocalPoint from './FocalPoint.svelte';
import GateList from './GateList.svelte';
import { clashes, cleanData, joined, patchOf, resolved } from './merge.ts';
import OwnerPanel from './OwnerPanel.svelte';
import PublishPanel from './PublishPanel.svelte';
import ReferenceSearch from './ReferenceSearch.svelte';
import { tidy, written } from './rich/schema.ts';
import { missing } from './texts.ts';
import type { ContentCard, Gate, OfficeContent } from './types.ts';

/** The rich text editor is loaded on demand, and axe reads whole forms: a busy machine takes its time. */
vi.setConfig({ testTimeout: 30_000 });

const fetch = vi.fn<typeof globalThis.fetch>();
const json = (body: unknown, status = 200) =>
	new Response(JSON.stringify(body), {
		status,
		headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' }
	});
const languages = [
	{ code: 'it', label: 'Italiano' },
	{ code: 'en', label: 'English' }
];
const news = types.find((type) => type.type === 'news')!;
const known = contents.find((content) => content.id === 'c-1')!;
const content = (more: Partial<OfficeContent> = {}): OfficeContent => ({
	...structuredClone(known),
	allowed_actions: ['edit', 'publish', 'withdraw'],
	...more
});
const card = (id: string, title: string): ContentCard => ({
	id,
	type: 'organizational_unit',
	slug: id,
	path: `/amministrazione/uffici/${id}`,
	title: { it: title },
	short_description: { it: '' },
	kinds: [],
	topics: [],
	archived: false,
	extra: {},
	published_at: '2026-11-10T09:00:00Z',
	updated_at: '2026-11-10T09:00:00Z'
});

async function accessible(container: Element) {
	const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
	expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
}

beforeEach(() => {
	sessionStorage.clear();
	fetch.mockReset();
	fetch.mockImplementation(async (address) => {
		const name = /\/vocabularies\/([\w-]+)/.exec(String(address))?.[1];
		return name ? json({ items: vocabularies[name] ?? [] }) : json({ items: [] });
	});
	vi.stubGlobal('fetch', fetch);
	Element.prototype.scrollIntoView = () => undefined;
	document.elementFromPoint = () => null;
	Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
	Range.prototype.getBoundingClientRect = () => new DOMRect();
});

describe('merge', () => {
	it('sends only what changed, and nothing when nothing did', () => {
		expect(patchOf({ a: { it: 'x', en: 'y' }, b: [1] }, { a: { it: 'z', en: 'y' }, b: [1] })).toEqual({
			a: { it: 'z' }
		});
		expect(patchOf({ a: { it: 'x', en: 'y' }, b: 1 }, { a: { it: 'x' } })).toEqual({ a: { en: null }, b: null });
		expect(patchOf({ a: 1 }, { a: 1 })).toBeUndefined();
	});

	it('takes an emptied field for an untouched one', () => {
		expect(cleanData({ a: '', b: [], c: { it: '' }, d: false, e: [{}, { x: 1 }] })).toEqual({
			d: false,
			e: [{ x: 1 }]
		});
	});

	it('tells who changed each field, and joins by the choices', () => {
		const base = { title: 'a', body: 'b', date: 'c' };
		const found = clashes(base, { ...base, title: 'mio', body: 'mia' }, { ...base, body: 'sua', date: 'loro' });
		expect(Object.fromEntries(found.map((c) => [c.field, c.by]))).toEqual({ title: 'me', body: 'both', date: 'them' });
		expect(resolved({ ...base, body: 'sua', date: 'loro' }, found, { body: 'both' })).toEqual({
			title: 'mio',
			body: 'sua mia',
			date: 'loro'
		});
		expect(joined(['a', 'b'], ['b', 'c'])).toEqual(['a', 'b', 'c']);
		expect(joined({ it: '<p>1</p>' }, { it: '<p>2</p>', en: 'x' })).toEqual({ it: '<p>1</p><p>2</p>', en: 'x' });
	});
});

describe('the office in charge', () => {
	it('is shown, and may be changed or taken away', async () => {
		const library = card('u-1', 'Biblioteca');
		const save = vi.fn(async (_id: string, _version: number, patch: object) => content(patch));
		const mine = content({ owner_unit_id: 'u-1', references: { 'u-1': library } });
		const draft = new ContentDraft({ content: mine, calls: { read: vi.fn(), save } });
		const ondone = vi.fn();
		const { container } = render(OwnerPanel, { draft, types, ondone });
		expect(screen.getByText('Se ne occupa: Biblioteca.')).toBeVisible();
		await accessible(container);
		await userEvent.click(screen.getByRole('button', { name: 'Cambia ufficio' }));
		fetch.mockResolvedValue(json({ items: [library, card('u-2', 'Cultura')] }));
		await userEvent.type(screen.getByRole('combobox', { name: 'Cerca un ufficio' }), 'cul');
		await userEvent.click(await screen.findByRole('option', { name: /Cultura/ }));
		expect(save).toHaveBeenCalledExactlyOnceWith('c-1', 3, { owner_unit_id: 'u-2' });
		await waitFor(() => expect(ondone).toHaveBeenCalledOnce());
		await userEvent.click(screen.getByRole('button', { name: 'Cambia ufficio' }));
		await userEvent.click(screen.getByRole('button', { name: 'Togli l’ufficio' }));
		expect(save).toHaveBeenLastCalledWith('c-1', 3, { owner_unit_id: null });
	});

	it('is only read by who may not edit', () => {
		const draft = new ContentDraft({ content: content(), calls: { read: vi.fn(), save: vi.fn() } });
		render(OwnerPanel, { draft, types, readonly: true, ondone: vi.fn() });
		expect(screen.getByText(/^Nessun ufficio/)).toBeVisible();
		expect(screen.queryByRole('button')).toBeNull();
	});
});

describe('ContentDraft', () => {
	const calls = () => ({ read: vi.fn(), save: vi.fn() });

	it('saves by itself after a pause, with the version it started from', async () => {
		vi.useFakeTimers();
		const api = calls();
		api.save.mockImplementation(async () => content({ version: 4 }));
		const draft = new ContentDraft({ content: content(), calls: api, quiet: 500 });
		draft.set('title', { ...(known.data.title as object), it: 'Titolo nuovo' });
		expect(draft.state).toBe('dirty');
		await vi.advanceTimersByTimeAsync(600);
		expect(api.save).toHaveBeenCalledExactlyOnceWith('c-1', 3, { data: { title: { it: 'Titolo nuovo' } } });
		expect(draft.state).toBe('saved');
		expect(draft.content.version).toBe(4);
		vi.useRealTimers();
	});

	it('keeps both texts when somebody else saved first, and saves the choice on top', async () => {
		const api = calls();
		const theirs = content({ version: 5, updated_by: 'Giulia Redatti' });
		theirs.data.title = { it: 'Di Giulia' };
		theirs.data.news_type = 'avvisi';
		api.save.mockRejectedValueOnce({ code: 'version-mismatch', status: 412, title: '', type: '' });
		api.read.mockResolvedValue(theirs);
		const draft = new ContentDraft({ content: content(), calls: api });
		draft.set('title', { it: 'Mio' });
		expect(await draft.flush()).toBe(false);
		expect(draft.state).toBe('conflict');
		expect(draft.conflict?.clashes.map((c) => [c.field, c.by])).toEqual([
			['title', 'both'],
			['news_type', 'them']
		]);
		api.save.mockImplementation(async (_id, _version, patch) =>
			content({ version: 6, data: { ...theirs.data, ...patch.data } })
		);
		expect(await draft.choose({ title: 'mine' })).toBe(true);
		expect(api.save).toHaveBeenLastCalledWith('c-1', 5, { data: { title: { it: 'Mio' } } });
		expect(draft.data.news_type).toBe('avvisi');
	});

	it('takes back in the same tab what could not be saved', async () => {
		const api = calls();
		api.save.mockRejectedValue({ code: 'session-expired', status: 401, title: '', type: '' });
		const draft = new ContentDraft({ content: content(), calls: api });
		draft.set('title', { it: 'Scritto prima della scadenza' });
		await draft.flush();
		expect(draft.state).toBe('expired');
		const again = new ContentDraft({ content: content(), calls: calls() });
		expect(again.data.title).toEqual({ it: 'Scritto prima della scadenza' });
		expect(again.unsaved).toBe(true);
		again.destroy();
	});
});

describe('ContentForm', () => {
	const show = (given = content(), type = news) => {
		const draft = new ContentDraft({
			content: given,
			calls: { read: vi.fn(), save: vi.fn(async () => given) },
			quiet: 100_000
		});
		return { draft, ...render(ContentForm, { draft, type, types, languages }) };
	};

	it('builds every section and field of the type, with what the model asks', async () => {
		const { container } = show();
		for (const group of news.groups) {
			expect(screen.getByRole('heading', { name: group.title.it })).toBeInTheDocument();
		}
		expect(screen.getByRole('textbox', { name: /^Titolo \(obbligatorio per pubblicare\)/ })).toHaveValue(
			'La biblioteca apre anche la sera'
		);
		expect(
			screen.getByRole('textbox', { name: /^Numero del comunicato \(obbligatorio in alcuni casi\)/ })
		).toBeVisible();
		expect(await screen.findByRole('combobox', { name: /^Tipo di notizia/ })).toHaveValue('notizie');
		expect(await screen.findByRole('checkbox', { name: 'Istruzione' })).toBeChecked();
		expect(await screen.findByRole('textbox', { name: 'Testo completo' }, { timeout: 20_000 })).toHaveTextContent(
			'Sala studio con 40 posti'
		);
		await accessible(container);
	});

	it('counts characters, warns past the advised length and refuses past the longest', async () => {
		const { draft } = show();
		const field = screen.getByRole('textbox', { name: /^Descrizione breve/ });
		await fireEvent.input(field, { target: { value: 'a'.repeat(200) } });
		expect(screen.getByText(/Oltre 160 caratteri/)).toBeInTheDocument();
		expect(field).toBeValid();
		await fireEvent.input(field, { target: { value: 'a'.repeat(260) } });
		expect(screen.getByText(/togli 5 caratteri/)).toBeInTheDocument();
		expect(field).toBeInvalid();
		expect((draft.data.short_description as { it: string }).it).toHaveLength(260);
	});

	it('shows only what is to be translated in another language, and marks what is missing', async () => {
		const given = content();
		given.data.title = { it: 'Solo in italiano' };
		const { container } = show(given);
		expect(missing(news.fields, given.data, 'en')).toBe(1);
		const tab = screen.getByRole('tab', { name: /English\s+1 traduzione mancante/ });
		screen.getByRole('tab', { name: 'Italiano' }).focus();
		await userEvent.keyboard('{ArrowRight}');
		expect(tab).toHaveFocus();
		expect(screen.queryByLabelText(/Data della notizia/)).not.toBeInTheDocument();
		const title = screen.getByRole('textbox', { name: /^Titolo \(/ });
		expect(title).toHaveValue('');
		expect(title).toHaveAttribute('lang', 'en');
		expect(screen.getByText(/Traduzione mancante/)).toBeInTheDocument();
		await accessible(container);
	});

	it('adds, orders and removes the items of a group with the keyboard', async () => {
		const point = types.find((type) => type.type === 'contact_point')!;
		const given = content({
			type: 'contact_point',
			data: {
				title: { it: 'Segreteria' },
				items: [
					{ type: 'phone', value: '1' },
					{ type: 'email', value: '2' }
				]
			}
		});
		const { draft, container } = show(given, point);
		screen.getByRole('button', { name: /^Sposta giù: Voce 1|^Sposta giù: 1\./ }).focus();
		await userEvent.keyboard('{Enter}');
		expect((draft.data.items as { value: string }[]).map((item) => item.value)).toEqual(['2', '1']);
		await userEvent.click(screen.getByRole('button', { name: 'Aggiungi a Voci' }));
		expect(draft.data.items).toHaveLength(3);
		await userEvent.click(screen.getAllByRole('button', { name: /^Togli:/ })[0]!);
		expect((draft.data.items as { value?: string }[]).map((item) => item.value)).toEqual(['1', undefined]);
		await accessible(container);
	});

	it('puts each gate beside its field', async () => {
		const gates: Gate[] = [
			{
				field: 'short_description',
				code: 'mandatory',
				severity: 'block',
				message: { it: 'Manca la descrizione breve.' }
			}
		];
		show(content({ gates }));
		expect(screen.getByRole('textbox', { name: /^Descrizione breve/ })).toHaveAccessibleDescription(
			/Manca la descrizione breve/
		);
		expect(screen.getByRole('link', { name: /Intestazione\s+\(1 punto da sistemare\)/ })).toBeInTheDocument();
	});
});

describe('ReferenceSearch', () => {
	it('is a combobox: arrows choose, Enter picks, Escape closes', async () => {
		fetch.mockImplementation(async () =>
			json({ items: [card('a', 'Ufficio Ambiente'), card('b', 'Ufficio Cultura')] })
		);
		const onpick = vi.fn();
		const { container } = render(ReferenceSearch, {
			id: 's',
			label: 'Cerca',
			to: ['organizational_unit'],
			types,
			onpick
		});
		const input = screen.getByRole('combobox', { name: 'Cerca' });
		expect(input).toHaveAttribute('aria-expanded', 'false');
		await userEvent.type(input, 'uff');
		const list = await screen.findByRole('listbox');
		expect(String(fetch.mock.calls.at(-1)?.[0])).toBe('/api/v1/office/references?q=uff&types=organizational_unit');
		expect(input).toHaveAttribute('aria-expanded', 'true');
		expect(screen.getByText('2 risultati')).toBeInTheDocument();
		await accessible(container);
		await userEvent.keyboard('{ArrowDown}{ArrowDown}');
		expect(within(list).getAllByRole('option')[1]).toHaveAttribute('aria-selected', 'true');
		expect(input).toHaveAttribute('aria-activedescendant', 's-option-1');
		await userEvent.keyboard('{Enter}');
		expect(onpick).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: 'b' }));
		expect(input).toHaveValue('');
		await userEvent.type(input, 'x');
		await screen.findByRole('listbox');
		await userEvent.keyboard('{Escape}');
		expect(input).toHaveAttribute('aria-expanded', 'false');
	});
});

describe('ConflictDialog', () => {
	it('says who and when, shows both values, and asks to choose', async () => {
		const onchoose = vi.fn();
		const { container } = render(ConflictDialog, {
			open: true,
			name: 'Giulia Redatti',
			at: '2026-11-24T08:30:00Z',
			clashes: [
				{ field: 'title', mine: 'Titolo mio', theirs: 'Titolo suo', by: 'both' },
				{ field: 'date', mine: 'ieri', theirs: 'oggi', by: 'them' }
			],
			label: (field: string) => ({ title: 'Titolo', date: 'Data' })[field] ?? field,
			words: String,
			joinable: (field: string) => field === 'title',
			onchoose
		});
		expect(screen.getByText(/Giulia Redatti ha salvato questo contenuto il 24\/11\/2026, 09:30/)).toBeInTheDocument();
		expect(screen.getByText('Titolo mio')).toBeInTheDocument();
		expect(screen.getByText('Titolo suo')).toBeInTheDocument();
		await accessible(container);
		await userEvent.click(screen.getByRole('button', { name: 'Salva le scelte', hidden: true }));
		expect(onchoose).not.toHaveBeenCalled();
		expect(screen.getByText('Scegli che cosa tenere.')).toBeInTheDocument();
		await userEvent.click(screen.getByLabelText("Tieni entrambi, uno dopo l'altro"));
		await userEvent.click(screen.getByRole('button', { name: 'Salva le scelte', hidden: true }));
		expect(onchoose).toHaveBeenCalledExactlyOnceWith({ title: 'both', date: 'theirs' });
	});
});

describe('Differences', () => {
	it('marks what came and what went also in words', async () => {
		const { container } = render(Differences, {
			items: [
				{
					field: 'title',
					label: { it: 'Titolo' },
					before: 'apre la sera',
					after: 'apre anche la sera',
					parts: [
						{ op: 'same', text: 'apre ' },
						{ op: 'added', text: 'anche ' },
						{ op: 'removed', text: 'forse ' },
						{ op: 'same', text: 'la sera' }
					]
				}
			]
		});
		const region = screen.getByRole('region', { name: 'Titolo' });
		expect(region.querySelector('ins')).toHaveTextContent(/Aggiunto:\s*\+\s*anche/);
		expect(region.querySelector('del')).toHaveTextContent(/Tolto:\s*−\s*forse/);
		await accessible(container);
	});
});

describe('gates and publication', () => {
	const gates: Gate[] = [
		{ field: 'topics', code: 'mandatory', severity: 'block', message: { it: 'Scegli un argomento.' } },
		{ field: 'place', code: 'mandatory', severity: 'override', message: { it: 'Indica il luogo.' } },
		{ code: 'readability', severity: 'warning', message: { it: 'Frasi lunghe.' } }
	];

	it('lists what is missing by weight, with a link to each field', async () => {
		const { container } = render(GateList, { gates });
		expect(screen.getByRole('heading', { name: 'Da completare per pubblicare (1)' })).toBeInTheDocument();
		expect(screen.getByRole('link', { name: 'Scegli un argomento.' })).toHaveAttribute('href', '#f-topics');
		expect(screen.queryByRole('link', { name: 'Frasi lunghe.' })).not.toBeInTheDocument();
		await accessible(container);
	});

	const panel = (given: OfficeContent) => {
		const draft = new ContentDraft({ content: given, calls: { read: vi.fn(), save: vi.fn() } });
		const ondone = vi.fn();
		render(PublishPanel, { draft, types, ondone, oncopied: vi.fn(), ondeleted: vi.fn() });
		return ondone;
	};

	it('does not publish while something blocks', () => {
		panel(content({ status: 'draft', published: false, gates }));
		expect(screen.getByRole('button', { name: 'Pubblica' })).toBeDisabled();
	});

	it('asks a reason where the model may be overruled, then publishes', async () => {
		const ondone = panel(content({ status: 'draft', published: false, gates: gates.slice(1) }));
		await userEvent.click(screen.getByRole('button', { name: 'Pubblica' }));
		await userEvent.click(screen.getByRole('button', { name: 'Pubblica ora', hidden: true }));
		expect(screen.getByText('Scrivi la motivazione.')).toBeInTheDocument();
		expect(fetch).not.toHaveBeenCalled();
		await userEvent.type(screen.getByLabelText(/Motivo per cui si pubblica/), 'Evento diffuso');
		fetch.mockResolvedValueOnce(json(content({ version: 4 })));
		await userEvent.click(screen.getByRole('button', { name: 'Pubblica ora', hidden: true }));
		await waitFor(() => expect(ondone).toHaveBeenCalledExactlyOnceWith('Il contenuto è pubblicato.'));
		const [address, init] = fetch.mock.calls[0] ?? [];
		expect(address).toBe('/api/v1/office/contents/c-1/publication');
		expect(new Headers(init?.headers).get('If-Match')).toBe('"3"');
		expect(JSON.parse(String(init?.body))).toEqual({ override_reason: 'Evento diffuso' });
	});

	it('withdraws with a reason and leads the old address elsewhere', async () => {
		const ondone = panel(content());
		await userEvent.click(screen.getByRole('button', { name: 'Ritira dal sito' }));
		const [, confirm] = screen.getAllByRole('button', { name: 'Ritira dal sito', hidden: true });
		await userEvent.click(confirm!);
		expect(screen.getByText('Scrivi la motivazione.')).toBeInTheDocument();
		await userEvent.type(screen.getByLabelText(/Motivo del ritiro/), 'Superata');
		await userEvent.click(screen.getByLabelText("Va a un'altra pagina"));
		await userEvent.type(screen.getByLabelText(/Indirizzo di arrivo/), '/novita');
		fetch.mockResolvedValueOnce(json(content({ status: 'unpublished', published: false })));
		await userEvent.click(confirm!);
		await waitFor(() => expect(ondone).toHaveBeenCalledOnce());
		expect(JSON.parse(String(fetch.mock.calls.at(-1)?.[1]?.body))).toEqual({
			reason: 'Superata',
			redirect_to: '/novita'
		});
	});
});

describe('rich text', () => {
	it('cleans what is pasted: only what the model allows stays', () => {
		expect(
			tidy('<h1 class="x">A</h1><p style="color:red"><span style="font-weight:700">b</span><script>1</script></p>')
		).toBe('<h3>A</h3><p><strong>b</strong></p>');
		expect(tidy('<a href="javascript:alert(1)">x</a><img src="a.png">')).toBe('x');
	});

	it('takes an empty paragraph for nothing', () => {
		expect(written('<p></p>')).toBe('');
		expect(written('<p>a</p>')).toBe('<p>a</p>');
	});
});

describe('settings of the site', () => {
	it('tells at once whether a colour reads', async () => {
		expect(contrast('#000000', '#FFFFFF')).toBe(21);
		const { container, rerender } = render(ColourField, { id: 'c', value: '#0066CC', onchange: vi.fn() });
		expect(screen.getByText(/Con il bianco: contrasto 5,56:1/)).toHaveTextContent('Si legge bene.');
		await accessible(container);
		await rerender({ id: 'c', value: '#FFCC00', onchange: vi.fn() });
		expect(screen.getByText(/Con il bianco: contrasto 1,51:1/)).toHaveTextContent('Non basta');
	});
});

describe('FocalPoint', () => {
	it('moves with the keyboard', async () => {
		const onchange = vi.fn();
		const { container } = render(FocalPoint, { id: 'f', src: 'data:,', point: { x: 0.5, y: 0.2 }, onchange });
		await fireEvent.input(screen.getByLabelText('Da sinistra: 50 %'), { target: { value: '70' } });
		expect(onchange).toHaveBeenCalledWith({ x: 0.7, y: 0.2 });
		await accessible(container);
	});
});
