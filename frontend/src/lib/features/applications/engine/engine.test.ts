import { describe, expect, it } from 'vitest';
import { dateValid, emailValid, ibanValid, plateValid, writeMoney } from './checks.ts';
import { clean, fileKeys } from './clean.ts';
import { evaluate, holds } from './expressions.ts';
import { shiftedKey } from './lists.ts';
import { getPath, pathOf, pointer, removePath, setPath } from './paths.ts';
import { summarise } from './summary.ts';
import { check, locate, validateForm, validateStep } from './validate.ts';
import type { Data, Env, Form, FormField } from './types.ts';

const env: Env = { today: '2026-11-24', person: { tax_code: 'SMPNNA85C41Z999N' } };
const say = (it: string) => ({ it, en: `${it} (en)` });

const form: Form = {
	service_id: 'sample',
	version: 1,
	privacy: { version: '1', text: say('Informativa') },
	declarations: [
		{ key: 'truth', text: say('Dichiaro il vero'), required: true },
		{ key: 'news', text: say('Desidero ricevere notizie'), required: false }
	],
	steps: [
		{
			id: 'specific',
			title: say('Dati specifici'),
			sections: [
				{
					id: 'vehicle',
					title: say('Veicolo'),
					fields: [
						{
							key: 'vehicle.owner',
							type: 'radio',
							label: say('Di chi è il veicolo'),
							required: true,
							options: [
								{ value: 'me', label: say('Mio') },
								{ value: 'other', label: say('Di altri') }
							]
						},
						{
							key: 'vehicle.owner_tax_code',
							type: 'tax_code',
							label: say('Codice fiscale'),
							required_if: 'data.vehicle.owner == "other"',
							visible_if: 'data.vehicle.owner == "other"'
						},
						{
							key: 'vehicle.proof',
							type: 'file',
							label: say('Delega'),
							required: true,
							max_files: 2,
							visible_if: 'data.vehicle.owner_tax_code != ""'
						}
					]
				},
				{
					id: 'children',
					title: say('Figli'),
					visible_if: 'data.vehicle.owner == "me"',
					fields: [
						{
							key: 'children',
							type: 'list',
							label: say('Figli'),
							item_label: say('Figlio'),
							min_items: 1,
							max_items: 2,
							required: true,
							fields: [
								{ key: 'name', type: 'text', label: say('Nome'), required: true, max_length: 5 },
								{ key: 'ill', type: 'checkbox', label: say('Ha allergie') },
								{ key: 'allergy', type: 'text', label: say('Allergia'), required: true, visible_if: 'item.ill' },
								{ key: 'report', type: 'file', label: say('Referto'), visible_if: 'item.ill' }
							]
						},
						{ key: 'fee', type: 'computed', label: say('Importo'), value: 'size(data.children) * 1000' }
					]
				}
			]
		}
	]
};

describe('paths', () => {
	it('reads and writes through lists, and forgets emptied objects', () => {
		const data: Data = {};
		setPath(data, 'children[1].name', 'Zoe');
		expect(getPath(data, 'children[1].name')).toBe('Zoe');
		expect(getPath(data, 'children[5].name')).toBeUndefined();
		setPath(data, 'a.b.c', 1);
		removePath(data, 'a.b.c');
		expect(data).not.toHaveProperty('a');
	});

	it('turns keys into pointers and back', () => {
		expect(pointer('children[0].name')).toBe('/children/0/name');
		expect(pathOf('/children/0/name')).toBe('children[0].name');
	});

	it('does not reach the prototype', () => {
		expect(getPath({}, 'constructor.name')).toBeUndefined();
	});
});

describe('conditions', () => {
	it('are false when a key is missing', () => {
		expect(holds('data.a.b == "x"', { data: {}, env })).toBe(false);
		expect(holds('data.a != "x"', { data: {}, env })).toBe(false);
	});

	it('see data, the item, the person and the day', () => {
		const scope = { data: { n: 3, list: ['a'] }, item: { ok: true }, env };
		expect(holds('data.n > 2 && item.ok && "a" in data.list', scope)).toBe(true);
		expect(holds('today == "2026-11-24" && person.tax_code.startsWith("SMP")', scope)).toBe(true);
	});

	it('treat whole numbers as integers, and answer in plain numbers', () => {
		expect(evaluate('data.n * 250', { data: { n: 4 }, env })).toBe(1000);
	});

	it('are false when they cannot be read', () => {
		expect(holds('data.(', { data: {}, env })).toBe(false);
	});
});

describe('clean', () => {
	it('leaves out hidden answers, even those hidden by others, and unknown keys', () => {
		const data = {
			vehicle: { owner: 'me', owner_tax_code: 'X' },
			children: [{ name: 'Ugo', ill: false, allergy: 'noci' }],
			fee: 7,
			stranger: true
		};
		expect(clean(form, data, env)).toEqual({
			vehicle: { owner: 'me' },
			children: [{ name: 'Ugo', ill: false }],
			fee: 1000
		});
	});

	it('counts what is worked out in an item for the fields that follow it', () => {
		const people: Form = {
			...form,
			steps: [
				{
					id: 'general',
					title: say('Dati'),
					sections: [
						{
							id: 'people',
							title: say('Persone'),
							fields: [
								{
									key: 'people',
									type: 'list',
									label: say('Persone'),
									fields: [
										{ key: 'born', type: 'number', label: say('Anno') },
										{ key: 'age', type: 'computed', label: say('Età'), value: '2026 - item.born' },
										{ key: 'licence', type: 'text', label: say('Patente'), visible_if: 'item.age >= 14' }
									]
								}
							]
						}
					]
				}
			]
		};
		const data = {
			people: [
				{ born: 1990, licence: 'AB' },
				{ born: 2020, licence: 'CD' }
			]
		};
		expect(clean(people, data, env)).toEqual({
			people: [
				{ born: 1990, age: 36, licence: 'AB' },
				{ born: 2020, age: 6 }
			]
		});
	});

	it('does not touch its input', () => {
		const data = { stranger: 1 };
		clean(form, data, env);
		expect(data).toEqual({ stranger: 1 });
	});

	it('lists the attachments that the visible form takes', () => {
		const data = { vehicle: { owner: 'me' }, children: [{ ill: true }, { ill: false }] };
		expect([...fileKeys(form, data, env)]).toEqual(['children[0].report']);
	});
});

describe('validation', () => {
	const codes = (data: Data, attachments = {}) =>
		validateStep(form, 'specific', data, attachments, env).map((e) => `${e.pointer} ${e.code}`);

	it('asks for the visible required fields only', () => {
		expect(codes({})).toEqual(['/vehicle/owner required']);
		expect(codes({ vehicle: { owner: 'other' } })).toEqual(['/vehicle/owner_tax_code required']);
	});

	it('asks for the files of the visible fields', () => {
		const data = { vehicle: { owner: 'other', owner_tax_code: 'SMPNNA85C41Z999N' } };
		expect(codes(data)).toContain('/vehicle/proof attachment_required');
		expect(codes(data, { 'vehicle.proof': 3 })).toContain('/vehicle/proof max_items');
		expect(codes(data, { 'vehicle.proof': 1 })).not.toContain('/vehicle/proof attachment_required');
	});

	it('looks inside the items of a list', () => {
		expect(codes({ vehicle: { owner: 'me' }, children: [{ name: 'Bartolomeo' }, { name: 'Ugo', ill: true }] })).toEqual(
			['/children/0/name too_long', '/children/1/allergy required']
		);
		expect(codes({ vehicle: { owner: 'me' }, children: [{ name: 'A' }, { name: 'B' }, { name: 'C' }] })).toEqual([
			'/children max_items'
		]);
	});

	it('asks for the required declarations', () => {
		const errors = validateForm(form, { vehicle: { owner: 'me' }, children: [{ name: 'Ugo' }] }, {}, [], env);
		expect(errors.map((e) => e.code)).toEqual(['declaration_required']);
		expect(validateForm(form, { vehicle: { owner: 'me' }, children: [{ name: 'Ugo' }] }, {}, ['truth'], env)).toEqual(
			[]
		);
	});

	const cases: [string, Partial<FormField>, unknown, string | undefined][] = [
		['an e-mail without a domain', { type: 'email' }, 'anna@', 'email'],
		['a good e-mail', { type: 'email' }, 'anna@example.org', undefined],
		['a tax code with a wrong check character', { type: 'tax_code' }, 'SMPNNA85C41Z999A', 'tax_code'],
		['an iban with a wrong remainder', { type: 'iban' }, 'IT61X0542811101000000123456', 'iban'],
		['a plate that is not one', { type: 'plate' }, 'A1', 'plate'],
		['a number too small', { type: 'number', min: 2 }, 1, 'min'],
		['a number too large', { type: 'number', max: 2 }, 3, 'max'],
		['words for a number', { type: 'number' }, 'tre', 'type'],
		['a day that does not exist', { type: 'date' }, '2026-02-30', 'type'],
		['a day to come where the past is asked', { type: 'date', max: 'today' }, '2026-12-01', 'date_past'],
		['a past day where the future is asked', { type: 'date', min: 'today' }, '2026-01-01', 'date_future'],
		['a day after a distance from another', { type: 'date', max: 'data.g+1m' }, '2026-03-01', 'max'],
		['a day within it', { type: 'date', max: 'data.g+1m-1d' }, '2026-02-27', undefined],
		['a telephone number that is not one', { type: 'tel' }, 'casa', 'pattern'],
		['a tax code with another birth date', { type: 'tax_code', key: 'p.tax_code' }, 'SMPNNA85C41Z999N', 'tax_code'],
		['a text longer than any field takes', {}, 'x'.repeat(256), 'too_long'],
		['an unknown option', { type: 'select', options: [] }, 'x', 'option'],
		['the same choice twice', { type: 'ranking', options: [{ value: 'a', label: say('A') }] }, ['a', 'a'], 'unique'],
		[
			'too few choices',
			{ type: 'checkboxes', min_items: 2, options: [{ value: 'a', label: say('A') }] },
			['a'],
			'min_items'
		],
		['a text off its pattern', { type: 'text', pattern: '^[0-9]{5}$' }, '123', 'pattern'],
		['a text too short', { type: 'text', min_length: 3 }, 'ab', 'too_short'],
		['a required tick left out', { type: 'checkbox', required: true }, false, 'required'],
		['blank space in a required field', { type: 'text', required: true }, '   ', 'required'],
		['nothing in an optional field', { type: 'iban' }, '', undefined]
	];
	it.each(cases)('finds %s', (_name, field, value, code) => {
		const placed = { field: { key: 'f', label: say('F'), type: 'text', ...field } as FormField, path: 'f' };
		const data = { f: value, g: '2026-01-31', p: { birth_date: '1990-01-01' } };
		expect(check(placed, data, {}, env)?.code).toBe(code);
	});
});

describe('errors of the server', () => {
	it('find their step and section by their pointer', () => {
		expect(locate(form, { pointer: '/children/0/name', code: 'pattern' })).toMatchObject({
			step: 'specific',
			section: 'children',
			field: 'children[0].name'
		});
		expect(locate(form, { pointer: '/data/vehicle/owner', code: 'option' })).toMatchObject({
			pointer: '/vehicle/owner',
			section: 'vehicle'
		});
		expect(locate(form, { pointer: '/declarations/truth', code: 'declaration_required' }).step).toBe('summary');
	});
});

describe('lists with a key', () => {
	it('report the second item that repeats it', () => {
		const people: Form = structuredClone(form);
		people.steps[0]!.sections[1]!.fields[0]!.unique_by = 'name';
		const errors = validateStep(
			people,
			'specific',
			{ vehicle: { owner: 'me' }, children: [{ name: 'Ugo' }, { name: 'Ugo' }] },
			{},
			env
		);
		expect(errors.map((e) => `${e.pointer} ${e.code}`)).toEqual(['/children/1/name unique']);
	});
});

describe('formal checks', () => {
	it('accept ibans and plates typed with spaces', () => {
		expect(ibanValid('IT60 X054 2811 1010 0000 0123 456')).toBe(true);
		expect(plateValid('ab 123 cd')).toBe(true);
	});
	it('know the calendar and the shape of an e-mail', () => {
		expect(dateValid('2028-02-29')).toBe(true);
		expect(dateValid('2026-02-29')).toBe(false);
		expect(emailValid('a@b')).toBe(false);
	});
	it('write amounts as Italians do', () => {
		expect(writeMoney(123456)).toBe('1.234,56');
	});
});

describe('lists', () => {
	it('moves the keys of attachments when an item goes', () => {
		expect(shiftedKey('children[2].report', 'children', 1)).toBe('children[1].report');
		expect(shiftedKey('children[1].report', 'children', 1)).toBeNull();
		expect(shiftedKey('other', 'children', 1)).toBe('other');
	});
});

describe('summary', () => {
	it('reads back labels and words, never codes', () => {
		const steps = summarise(form, {
			data: { vehicle: { owner: 'me' }, children: [{ name: 'Ugo', ill: true, allergy: 'noci' }], fee: 1000 },
			env,
			lang: 'it',
			words: { yes: 'Sì', no: 'No', signed: 'Firma tracciata', item: (n) => `Voce ${n}` },
			files: () => []
		});
		const [vehicle, children] = steps[0]!.sections;
		expect(vehicle!.rows).toEqual([
			{ kind: 'value', path: 'vehicle.owner', label: 'Di chi è il veicolo', values: ['Mio'], ordered: false }
		]);
		expect(children!.rows[0]).toMatchObject({ kind: 'group', label: 'Figlio 1' });
		expect(JSON.stringify(children!.rows[0])).toContain('"values":["Sì"]');
	});
});
