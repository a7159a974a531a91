import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clean } from './clean.ts';
import { evaluate } from './expressions.ts';
import { validateForm } from './validate.ts';
import { visibleFields } from './walk.ts';
import type { Data, Form, FormStep } from './types.ts';

type Example = { today: string; person: Data; data: Data; attachments: string[] };

const folder = resolve(process.cwd(), '../backend/catalogue');
const read = <T>(...path: string[]): T => JSON.parse(readFileSync(resolve(folder, ...path), 'utf8')) as T;
const services = readdirSync(folder).filter((name) => existsSync(resolve(folder, name, 'example.json')));

/** The server accepts these examples: so must we, or people could not go on. */
describe.each(services)('the form of %s', (service) => {
	const steps = JSON.parse(
		readFileSync(resolve(folder, `../internal/modules/catalogue/testdata/TestForms__${service}.golden`), 'utf8')
	) as FormStep[];
	const form: Form = {
		service_id: service,
		version: '1',
		steps,
		declarations: [],
		privacy: { version: '1', text: { it: '', en: '' } }
	};
	const example = read<Example>(service, 'example.json');
	const env = { today: example.today, person: example.person };
	const data = clean(form, example.data, env);
	const counts = Object.fromEntries(example.attachments.map((key) => [key, 1]));

	it('finds nothing wrong in a complete application', () => {
		expect(validateForm(form, data, counts, [], env)).toEqual([]);
	});

	it('keeps every answer of the example', () => {
		expect(data).toMatchObject(example.data);
	});

	it('finds something missing in an empty one', () => {
		expect(validateForm(form, clean(form, {}, env), {}, [], env).map((e) => e.code)).toContain('required');
	});

	it('works out every computed value that it shows', () => {
		for (const { field, item } of visibleFields(form, data, env)) {
			if (field.type === 'computed') expect(evaluate(field.value!, { data, item, env })).toBeDefined();
		}
	});
});
