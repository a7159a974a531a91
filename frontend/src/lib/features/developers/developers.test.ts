import { readFileSync } from 'node:fs';
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it } from 'vitest';
import '#lib/i18n/all.ts';
import ApiDescription from './ApiDescription.svelte';
import { curl, example, groups, opens, search, typeName, type Description, type Operation } from './description.ts';

const real = JSON.parse(readFileSync('../backend/internal/app/openapi.json', 'utf8')) as Description;
const base = 'https://comune.example/api/v1';
const all = groups(real);
const find = (id: string): Operation => {
	const found = all.flatMap((group) => group.operations).find((o) => o.id === id);
	if (!found) throw new Error(`no operation ${id}`);
	return found;
};

describe('the description of the API', () => {
	it('shows every operation once, under a subject that says what it is about', () => {
		const shown = all.flatMap((group) => group.operations.map((o) => `${o.method} ${o.path}`));
		const written = Object.entries(real.paths).flatMap(([path, item]) =>
			Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`)
		);
		expect(shown.toSorted()).toEqual(written.toSorted());
		for (const group of all) expect(group.description, group.name).not.toBe('');
	});

	it('writes a command for every operation', () => {
		for (const group of all) {
			for (const operation of group.operations) {
				const command = curl(real, operation, base);
				expect(command).toContain(base);
				expect(command, command).not.toMatch(/[{]\w+[}]'|undefined|\[object/);
			}
		}
	});

	it('says what a command needs: token, key, body', () => {
		const command = curl(real, find('submission'), base);
		expect(command).toContain(`curl -X PUT 'https://comune.example/api/v1/applications/ID/submission'`);
		expect(command).toContain('-H "Authorization: Bearer $TOKEN"');
		expect(command).toContain('-H "Idempotency-Key: $(uuidgen)"');
		const token = curl(real, find('token'), base);
		expect(token).toContain(`--data-urlencode 'grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer'`);
		expect(token).not.toContain('Authorization');
	});

	it('quotes for the shell what has an apostrophe', () => {
		const operation = { ...find('token'), path: "/l'albero", body: undefined };
		expect(curl(real, operation, base)).toBe(String.raw`curl -X POST 'https://comune.example/api/v1/l'\''albero'`);
	});

	it('ends examples of schemas that hold themselves', () => {
		const d: Description = {
			info: { version: '1' },
			paths: {},
			components: {
				schemas: {
					Node: {
						type: 'object',
						required: ['kids'],
						properties: { kids: { type: 'array', items: { $ref: '#/components/schemas/Node' } } }
					}
				}
			}
		};
		expect(JSON.stringify(example(d, { $ref: '#/components/schemas/Node' }))).toContain('null');
	});

	it('names types in few words', () => {
		expect(typeName({ type: 'array', items: { $ref: '#/components/schemas/Fee' } })).toBe('array of Fee');
		expect(typeName({ type: 'string', format: 'date', nullable: true })).toBe('string (date) | null');
		expect(typeName({ allOf: [{ $ref: '#/components/schemas/Status' }] })).toBe('Status');
	});

	it('links to answers that anybody can look at', () => {
		expect(opens(find('currentTenant'))).toBe(true);
		expect(opens(find('submission'))).toBe(false);
	});

	it('finds by words of the address or of the summary', () => {
		const found = search(all, 'submission put').flatMap((group) => group.operations);
		expect(found.map((o) => o.id)).toContain('submission');
		expect(search(all, 'astronave')).toEqual([]);
	});
});

describe('the page', () => {
	beforeEach(() => {
		location.hash = '';
		Element.prototype.scrollIntoView = () => undefined;
	});

	it('opens a call and the fields of its answer with the keyboard', async () => {
		const { container } = render(ApiDescription, { description: real, base });
		await userEvent.type(screen.getByLabelText('Cerca una chiamata'), 'submission');
		const summary = screen.getByText('/applications/{id}/submission').closest('summary');
		await userEvent.click(summary!);
		const call = within(summary!.closest('details')!);
		expect(call.getByText('Idempotency-Key')).toBeInTheDocument();
		await userEvent.click(call.getByText('Campi: risposta 200'));
		expect(call.getAllByText('number')[0]).toBeInTheDocument();
		const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
		expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
	});

	it('opens the call that the address names', async () => {
		location.hash = '#submission';
		render(ApiDescription, { description: real, base });
		expect(await screen.findByText('Idempotency-Key')).toBeInTheDocument();
	});

	it('says how many calls are found', async () => {
		render(ApiDescription, { description: real, base });
		await userEvent.type(screen.getByLabelText('Cerca una chiamata'), 'astronave');
		expect(screen.getByText('0 chiamate')).toBeInTheDocument();
	});
});
