import { cleanup, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DraftEditor } from '../draft.svelte.ts';
import type { Data, Form, FormField } from '../engine/types.ts';
import type { Application, DraftCalls } from '../types.ts';
import Fields from './Fields.svelte';

const say = (it: string) => ({ it, en: it });
const options = ['a', 'b', 'c'].map((value) => ({ value, label: say(`Zona ${value}`) }));

function show(fields: FormField[], data: Data = {}) {
	const form: Form = {
		service_id: 'sample',
		version: '1',
		privacy: { version: '1', text: say('') },
		declarations: [],
		steps: [{ id: 'general', title: say('Dati'), sections: [{ id: 's', title: say('Sezione'), fields }] }]
	};
	const application = {
		id: 'a1',
		service: { id: 'sample', title: say('Esempio') },
		status: 'draft',
		version: 1,
		step: 'general',
		data,
		attachments: [],
		declarations: [],
		fees: []
	} as unknown as Application;
	const calls = { save: vi.fn(async () => ({ data: application })) } as unknown as DraftCalls;
	const editor = new DraftEditor({
		application,
		form,
		person: { id: 'p1' },
		today: '2026-11-24',
		calls,
		quiet: 60_000
	});
	const { container } = render(Fields, { fields, editor });
	return { editor, container, user: userEvent.setup() };
}

/** Colours need a real page: they are looked at in the journeys. */
async function violations(container: HTMLElement): Promise<string[]> {
	const result = await axe.run(container, {
		rules: { 'color-contrast': { enabled: false }, region: { enabled: false }, 'heading-order': { enabled: false } }
	});
	return result.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
}

describe('Fields', () => {
	afterEach(() => {
		cleanup();
		sessionStorage.clear();
	});

	it('tell what is wrong in plain words when a field is left, and tie the words to it', async () => {
		const { user, container } = show([{ key: 'plate', type: 'plate', label: say('Targa'), required: true }]);
		const input = screen.getByLabelText(/Targa/);
		await user.type(input, 'ab 12');
		expect(input).not.toHaveAttribute('aria-invalid');
		await user.tab();
		expect(input).toHaveAttribute('aria-invalid', 'true');
		expect(input).toHaveAccessibleDescription(/Targa non valida/);
		await user.clear(input);
		await user.type(input, 'ab 123 cd');
		await user.tab();
		expect(input).toHaveValue('AB123CD');
		expect(input).not.toHaveAttribute('aria-invalid');
		expect(await violations(container)).toEqual([]);
	});

	it('appear in place when another answer asks for them', async () => {
		const { user, editor } = show([
			{ key: 'zone', type: 'radio', label: say('Zona'), options },
			{ key: 'why', type: 'text', label: say('Perché'), visible_if: 'data.zone == "b"' }
		]);
		expect(screen.queryByLabelText('Perché')).toBeNull();
		await user.click(screen.getByLabelText('Zona b'));
		await user.type(screen.getByLabelText('Perché'), 'mercato');
		await user.tab();
		expect(editor.cleaned).toEqual({ zone: 'b', why: 'mercato' });
		await user.click(screen.getByLabelText('Zona a'));
		expect(editor.cleaned).toEqual({ zone: 'a' });
	});

	it('show identity data as text with their source', async () => {
		const { container } = show([{ key: 'name', type: 'text', label: say('Nome'), read_only: true }], { name: 'Anna' });
		expect(screen.queryByRole('textbox')).toBeNull();
		expect(screen.getByText('Anna').tagName).toBe('DD');
		expect(screen.getByText(/identità digitale/)).toBeInTheDocument();
		expect(await violations(container)).toEqual([]);
	});

	it('keep amounts in cents and write them as Italians do', async () => {
		const { user, editor } = show([{ key: 'isee', type: 'money', label: say('ISEE') }]);
		const input = screen.getByLabelText('ISEE');
		await user.type(input, '18000,5');
		await user.tab();
		expect(editor.value('isee')).toBe(1_800_050);
		expect(input).toHaveValue('18.000,50');
	});

	it('put preferences in order from the keyboard', async () => {
		const { user, editor, container } = show([
			{ key: 'prefs', type: 'ranking', label: say('Preferenze'), options, max_items: 2 }
		]);
		await user.click(screen.getByRole('button', { name: 'Aggiungi: Zona a' }));
		await user.click(screen.getByRole('button', { name: 'Aggiungi: Zona b' }));
		expect(screen.queryByRole('button', { name: 'Aggiungi: Zona c' })).toBeNull();
		screen.getByRole('button', { name: 'Sposta su: Zona b' }).focus();
		await user.keyboard('{Enter}');
		expect(editor.value('prefs')).toEqual(['b', 'a']);
		expect(screen.getByRole('status')).toHaveTextContent('Zona b: ora al posto 1 di 2');
		expect(await violations(container)).toEqual([]);
	});

	it('give the focus to the heading of a new item', async () => {
		const { user, editor, container } = show([
			{
				key: 'children',
				type: 'list',
				label: say('Figli'),
				item_label: say('Figlio'),
				max_items: 1,
				fields: [{ key: 'name', type: 'text', label: say('Nome'), required: true }]
			}
		]);
		await user.click(screen.getByRole('button', { name: 'Aggiungi: Figlio' }));
		expect(screen.getByRole('heading', { name: 'Figlio 1' })).toHaveFocus();
		expect(screen.queryByRole('button', { name: 'Aggiungi: Figlio' })).toBeNull();
		await user.type(screen.getByLabelText(/Nome/), 'Ada');
		await user.tab();
		expect(editor.cleaned).toEqual({ children: [{ name: 'Ada' }] });
		expect(await violations(container)).toEqual([]);
	});

	it('of an item may depend on what is worked out in it', async () => {
		const { user } = show([
			{
				key: 'people',
				type: 'list',
				label: say('Persone'),
				item_label: say('Persona'),
				fields: [
					{ key: 'born', type: 'number', label: say('Anno di nascita') },
					{ key: 'age', type: 'computed', label: say('Età'), value: '2026 - item.born' },
					{ key: 'licence', type: 'text', label: say('Patente'), visible_if: 'item.age >= 14' }
				]
			}
		]);
		await user.click(screen.getByRole('button', { name: 'Aggiungi: Persona' }));
		await user.type(screen.getByLabelText('Anno di nascita'), '2015');
		expect(screen.queryByLabelText('Patente')).toBeNull();
		await user.clear(screen.getByLabelText('Anno di nascita'));
		await user.type(screen.getByLabelText('Anno di nascita'), '1990');
		expect(await screen.findByLabelText('Patente')).toBeInTheDocument();
	});

	it('work out values and read them out', async () => {
		const { user } = show([
			{ key: 'zones', type: 'checkboxes', label: say('Zone'), options },
			{ key: 'total', type: 'computed', label: say('Totale'), value: 'size(data.zones) * 10' }
		]);
		const output = screen.getByRole('status', { name: 'Totale' });
		expect(output).toHaveTextContent('–');
		await user.click(screen.getByLabelText('Zona a'));
		await user.click(screen.getByLabelText('Zona c'));
		expect(output).toHaveTextContent('20');
		expect(output).toHaveAttribute('aria-live', 'polite');
	});
});
