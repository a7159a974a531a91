import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clean } from './clean.ts';
import { areaOf, squareMetres } from './geometry.ts';
import { easterMonday } from './holidays.ts';
import { isDrawing, signaturePath, type Stroke } from './signature.ts';
import { readable } from './summary.ts';
import type { Data, Form, FormField, Position } from './types.ts';
import { check, validateForm } from './validate.ts';

type Case = { name: string; field: Omit<FormField, 'key' | 'label'>; value: unknown; code?: string };

const say = (it: string) => ({ it, en: it });
const { today, cases } = JSON.parse(
	readFileSync(resolve(process.cwd(), '../backend/internal/modules/catalogue/testdata/field-cases.json'), 'utf8')
) as { today: string; cases: Case[] };
const env = { today, person: {} };

function formOf(fields: FormField[]): Form {
	return {
		service_id: 'sample',
		version: '1',
		privacy: { version: '1', text: say('') },
		declarations: [],
		steps: [{ id: 'general', title: say('Dati'), sections: [{ id: 's', title: say('Sezione'), fields }] }]
	};
}

/** The server reads the same cases: what one accepts the other does too. */
describe('values of every type', () => {
	it.each(cases)('$name', ({ field, value, code }) => {
		const form = formOf([{ key: 'f', label: say('F'), ...field }]);
		const errors = validateForm(form, clean(form, { f: value }, env), {}, [], env);
		expect(errors.map((e) => e.code)).toEqual(code ? [code] : []);
	});
});

describe('clean', () => {
	it('keeps the one spelling of a code and the members of a place', () => {
		const form = formOf([
			{ key: 'vat', type: 'vat_number', label: say('Partita IVA') },
			{ key: 'notice', type: 'notice_code', label: say('Avviso') },
			{ key: 'where', type: 'point', label: say('Dove') }
		]);
		const data = { vat: '123 4567 8903', notice: '3020 0000', where: { lat: 45, lon: 10, label: '', zoom: 4 } };
		expect(clean(form, data, env)).toEqual({ vat: '12345678903', notice: '30200000', where: { lat: 45, lon: 10 } });
	});

	it('measures an area again, whatever size was sent', () => {
		const form = formOf([{ key: 'a', type: 'area', label: say('Area') }]);
		const area = areaOf([
			[10.6, 45.5],
			[10.601, 45.5],
			[10.601, 45.501],
			[10.6, 45.501]
		])!;
		expect(clean(form, { a: { ...area, square_metres: 1 } }, env)).toEqual({ a: area });
	});
});

describe('sizes', () => {
	it('agree with what a square of one hundred metres covers', () => {
		const [lat, lon] = [45.5, 10.6];
		const north = 100 / 111_195;
		const east = north / Math.cos((lat * Math.PI) / 180);
		const square: Position[] = [
			[lon, lat],
			[lon + east, lat],
			[lon + east, lat + north],
			[lon, lat + north]
		];
		expect(Math.abs(squareMetres(square) - 10_000)).toBeLessThan(10);
		expect(areaOf(square.slice(0, 2))).toBeUndefined();
	});
});

describe('Easter Monday', () => {
	it.each([
		[2024, '2024-04-01'],
		[2025, '2025-04-21'],
		[2026, '2026-04-06'],
		[2027, '2027-03-29'],
		[2038, '2038-04-26'],
		[2049, '2049-04-19']
	])('of %i is %s', (year, day) => expect(easterMonday(year)).toBe(day));
});

describe('signatures', () => {
	it('become a short path of whole numbers inside the box', () => {
		expect(
			signaturePath([
				[
					[1.4, 2.6],
					[1.3, 2.7],
					[900, -3]
				]
			])
		).toBe('M1 3L600 0');
	});

	it('lose points rather than grow beyond their limit', () => {
		const stroke: Stroke = Array.from({ length: 20_000 }, (_, i) => [i % 600, (i * 7) % 200]);
		const path = signaturePath([stroke]);
		expect(isDrawing(path)).toBe(true);
		expect(path.length).toBeGreaterThan(2_000);
	});
});

describe('files', () => {
	it('have limits also when the field names none', () => {
		const field: FormField = { key: 'f', type: 'file', label: say('Documento') };
		expect(check({ field, path: 'f' }, {}, { f: 3 }, env)).toBeUndefined();
		expect(check({ field, path: 'f' }, {}, { f: 4 }, env)).toEqual({ code: 'max_items', params: { max: 3 } });
	});
});

describe('words of a value', () => {
	const words = { yes: 'Sì', no: 'No', signed: 'Firma tracciata', option: (_: string, v: string) => `Comune ${v}` };
	const read = (field: Partial<FormField>, value: unknown) =>
		readable({ key: 'f', type: 'text', label: say('F'), ...field }, value, 'it', words);
	const values: [string, Partial<FormField>, unknown, string][] = [
		['a year without dots', { type: 'year' }, 2026, '2026'],
		['a number with its unit', { type: 'number', unit: say('m²') }, 1200.5, '1200,5 m²'],
		['a computed amount', { type: 'computed', format: 'money' }, 123_456, '1.234,56 €'],
		['a computed day', { type: 'computed', format: 'date' }, '2026-11-24', '24/11/2026'],
		['a notice in groups', { type: 'notice_code' }, '302000000000000037', '3020 0000 0000 0000 37'],
		['a point', { type: 'point' }, { lat: 45.5, lon: 10.6, label: 'Molo' }, 'Molo – 45.50000, 10.60000'],
		['a drawing', { type: 'signature' }, 'M1 2L3 4', 'Firma tracciata'],
		['a typed signature', { type: 'signature' }, 'Anna Esempio', 'Anna Esempio'],
		['a choice of a list', { type: 'select', source: 'municipalities' }, 'Z999', 'Comune Z999']
	];
	it.each(values)('write %s', (_name, field, value, text) => expect(read(field, value)).toEqual([text]));

	it('write the size of an area', () => {
		const area: Data = {
			type: 'Polygon',
			coordinates: [
				[
					[10.6, 45.5],
					[10.601, 45.5],
					[10.601, 45.501],
					[10.6, 45.5]
				]
			],
			square_metres: 4333
		};
		expect(read({ type: 'area' }, area)).toEqual(['4333 m²']);
	});
});
