import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { longForm, options } from '#testing/mock/form-fixtures.ts';
import { DraftEditor } from '../draft.svelte.ts';
import type { Data, FieldType, FormField } from '../engine/types.ts';
import type { Application, DraftCalls } from '../types.ts';
import Fields from './Fields.svelte';

const everyType: FieldType[] = [
	...['text', 'textarea', 'email', 'tel', 'url', 'tax_code', 'vat_number', 'iban', 'plate', 'notice_code'],
	...['number', 'money', 'date', 'time', 'year', 'radio', 'select', 'checkboxes', 'ranking', 'checkbox', 'street'],
	...['point', 'area', 'signature', 'list', 'file', 'computed', 'info']
] as FieldType[];

const data: Data = {
	applicant: { given_name: 'Anna', family_name: 'Esempio' },
	residence: { street: 'Via del Porto', municipality: 'Z900' },
	event: { kind: 'market', noise: 'yes', day: '2026-12-01', equipment: ['o1'], spots: ['o2', 'o1'] },
	company: { vat: '12345678903', notice: '302000000000000037', turnover: 1_234_56 },
	place: { point: { lat: 45.5, lon: 10.6, label: 'Molo' } },
	people: { staff: [{ name: 'Ugo', trained: true }], goods: [{ name: 'Miele', pieces: 3, price: 500 }] },
	signature: 'M10 20L30 40'
};

const all = longForm.steps.flatMap((step) => step.sections.flatMap((section) => section.fields));
const flat = (fields: FormField[]): FormField[] => fields.flatMap((f) => [f, ...flat(f.fields ?? [])]);

function show(fields: FormField[] = all, given: Data = data) {
	const application = {
		id: 'a1',
		service: { id: 'sample-form', title: { it: '', en: '' } },
		status: 'draft',
		version: 1,
		step: 'general',
		data: given,
		attachments: [],
		declarations: [],
		fees: []
	} as unknown as Application;
	const editor = new DraftEditor({
		application,
		form: longForm,
		person: { id: 'p1' },
		today: '2026-11-24',
		calls: { save: vi.fn(async () => ({ data: application })) } as unknown as DraftCalls,
		quiet: 600_000
	});
	const { container } = render(Fields, { fields, editor });
	return { editor, container, user: userEvent.setup() };
}

const only = (key: string) => all.filter((f) => f.key === key);

beforeEach(() => {
	vi.stubGlobal('fetch', async (address: string) => {
		const { pathname, searchParams } = new URL(address, 'http://localhost');
		const q = (searchParams.get('q') ?? '').toLowerCase();
		const known = options[pathname.split('/').at(-1)!] ?? [];
		const items = known.filter((o) => o.value.toLowerCase() === q || o.label.it.toLowerCase().includes(q));
		return new Response(JSON.stringify({ items }), { headers: { 'Content-Type': 'application/json' } });
	});
});
afterEach(() => {
	cleanup();
	sessionStorage.clear();
	vi.unstubAllGlobals();
});

describe('a form with every type of field', () => {
	it('has every type', () => {
		expect([...new Set(flat(all).map((f) => f.type))].sort()).toEqual([...everyType].sort());
	});

	it('has nothing that axe refuses, empty, filled in or wrong', async () => {
		for (const given of [{}, data]) {
			const { container, editor } = show(all, given);
			const there = (id: string) => expect(container.querySelector(`#${id}`)).not.toBeNull();
			for (const id of ['campo-signature', 'campo-place-area', 'campo-place-point'])
				await waitFor(() => there(id), { timeout: 10_000 });
			for (const step of longForm.steps) editor.reveal(step.id);
			await waitFor(() => expect(container.querySelectorAll('.invalid-feedback').length).toBeGreaterThan(5));
			const { violations } = await axe.run(container, {
				rules: { 'color-contrast': { enabled: false }, region: { enabled: false }, 'heading-order': { enabled: false } }
			});
			expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
			cleanup();
		}
	}, 60_000);
});

describe('a choice among many', () => {
	it('is searched with the keyboard alone, accents and capitals aside', async () => {
		const { user, editor } = show(only('event.sector'), {});
		const box = screen.getByRole('combobox', { name: /Settore/ });
		await user.type(box, 'settore 2');
		await waitFor(() => expect(screen.getAllByRole('option').length).toBe(6));
		await user.keyboard('{ArrowDown}{ArrowDown}');
		expect(box).toHaveAttribute('aria-activedescendant', screen.getByRole('option', { name: 'Settore 20' }).id);
		await user.keyboard('{Enter}');
		expect(editor.value('event.sector')).toBe('o20');
		expect(box).toHaveValue('Settore 20');
		expect(screen.queryByRole('listbox')).toBeNull();
	});

	it('takes no words that are not an option, and says so', async () => {
		const { user, editor } = show(only('event.sector'), { event: { sector: 'o3' } });
		const box = screen.getByRole('combobox', { name: /Settore/ });
		expect(box).toHaveValue('Settore 3');
		await user.clear(box);
		await user.type(box, 'altro');
		await user.tab();
		expect(editor.value('event.sector')).toBeUndefined();
		expect(box).toHaveAccessibleDescription(/Scegli una delle risposte proposte/);
	});

	it('comes from the server when the form does not hold it, also for a value already there', async () => {
		const { user, editor } = show(only('residence.municipality'));
		const box = screen.getByRole('combobox', { name: /Comune/ });
		await waitFor(() => expect(box).toHaveValue('Borgolago'));
		await user.clear(box);
		await user.type(box, 'ponte');
		await user.click(await screen.findByRole('option', { name: 'Pontefiume' }));
		expect(editor.value('residence.municipality')).toBe('Z901');
		expect(box).toHaveValue('Pontefiume');
	});
});

describe('a street', () => {
	it('suggests, and takes what is not suggested', async () => {
		const { user, editor } = show(only('residence.street'), {});
		const box = screen.getByRole('combobox', { name: /Via/ });
		await user.type(box, 'pesc');
		await screen.findByRole('option', { name: 'Via dei Pescatori' });
		await user.keyboard('{ArrowDown}{Enter}');
		expect(editor.value('residence.street')).toBe('Via dei Pescatori');
		await user.clear(box);
		await user.type(box, 'Località Vuota');
		await user.tab();
		expect(editor.value('residence.street')).toBe('Località Vuota');
	});
});

describe('a place', () => {
	it('is given by coordinates without a map', async () => {
		const { user, editor } = show(only('place.point'), {});
		await user.type(await screen.findByLabelText('Latitudine'), '45,5');
		await user.type(screen.getByLabelText('Longitudine'), '10,6');
		await user.tab();
		expect(editor.cleaned).toEqual({ place: { point: { lat: 45.5, lon: 10.6 } } });
		expect(screen.getByText('Punto scelto: 45.50000, 10.60000')).toBeInTheDocument();
	});
});

describe('an area', () => {
	it('is made of corners and tells its size', async () => {
		const { user, editor } = show(only('place.area'), {});
		await screen.findByRole('group', { name: /Area occupata/ });
		for (const [lat, lon] of ['45,5 10,6', '45,5 10,6004', '45,5003 10,6004'].map((c) => c.split(' '))) {
			await user.type(screen.getByLabelText('Latitudine'), lat!);
			await user.type(screen.getByLabelText('Longitudine'), lon!);
			await user.click(screen.getByRole('button', { name: 'Aggiungi un vertice' }));
		}
		expect(editor.value('place.area')).toMatchObject({ type: 'Polygon', square_metres: 520 });
		expect(screen.getByRole('status', { name: 'Superficie' })).toHaveTextContent('520 m²');
		await user.click(screen.getByRole('button', { name: 'Elimina: Vertice 2' }));
		expect(editor.value('place.area')).toBeUndefined();
		expect(screen.getAllByRole('button', { name: /Elimina: Vertice/ })).toHaveLength(2);
	});
});

describe('a signature', () => {
	it('is typed', async () => {
		const { user, editor } = show(only('signature'), {});
		await user.type(await screen.findByLabelText('Scrivi nome e cognome'), 'Anna Esempio');
		expect(editor.value('signature')).toBe('Anna Esempio');
	});

	it('is drawn, and cleared', async () => {
		const { user, editor } = show(only('signature'));
		expect(await screen.findByRole('img', { name: 'Riquadro con la tua firma' })).toBeInTheDocument();
		await user.click(screen.getByRole('button', { name: 'Cancella la firma' }));
		expect(editor.value('signature')).toBeUndefined();
		expect(screen.getByLabelText('Scrivi nome e cognome')).toHaveFocus();
	});
});

describe('a notice', () => {
	it('is shown in groups of four and kept without spaces', async () => {
		const { user, editor } = show(only('company.notice'), {});
		const box = screen.getByLabelText('Codice avviso già pagato');
		await user.type(box, '302000000000000037');
		await user.tab();
		expect(box).toHaveValue('3020 0000 0000 0000 37');
		expect(editor.value('company.notice')).toBe('302000000000000037');
	});
});

describe('a list shown as a table', () => {
	it('names the columns and every cell', async () => {
		const { user, editor } = show(only('people.goods'), {});
		await user.click(screen.getByRole('button', { name: 'Aggiungi: Prodotto' }));
		expect(screen.getByRole('rowheader', { name: 'Prodotto 1' })).toHaveFocus();
		await user.type(screen.getByRole('textbox', { name: /Pezzi/ }), '12');
		expect(editor.value('people.goods[0].pieces')).toBe(12);
		expect(screen.getByRole('columnheader', { name: 'Prezzo' })).toBeInTheDocument();
	});
});

describe('answers that show others', () => {
	it('keep the focus where it is', async () => {
		const fields: FormField[] = [
			{ key: 'a', type: 'text', label: { it: 'Prima', en: '' }, visible_if: "data.b == 'yes'" },
			{
				key: 'b',
				type: 'radio',
				label: { it: 'Mostra', en: '' },
				options: [{ value: 'yes', label: { it: 'Sì', en: '' } }]
			}
		];
		const form = {
			...longForm,
			steps: [{ ...longForm.steps[0]!, sections: [{ id: 's', title: fields[0]!.label, fields }] }]
		};
		const application = {
			id: 'a2',
			status: 'draft',
			version: 1,
			data: {},
			attachments: [],
			declarations: [],
			fees: []
		};
		const editor = new DraftEditor({
			application: application as unknown as Application,
			form,
			person: { id: 'p1' },
			today: '2026-11-24',
			calls: {} as DraftCalls,
			quiet: 600_000
		});
		render(Fields, { fields, editor });
		const user = userEvent.setup();
		const answer = screen.getByLabelText('Sì');
		await user.click(answer);
		expect(screen.getByLabelText('Prima')).toBeInTheDocument();
		expect(answer).toHaveFocus();
	});
});
