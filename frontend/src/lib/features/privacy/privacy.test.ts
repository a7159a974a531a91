import { render, screen, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import type { DataAccess } from '#lib/api/types.ts';
import AccessList from './AccessList.svelte';
import { accessesHref, listAccesses, readQuery } from './calls.ts';

const text = (it: string) => ({ it, en: `${it} (en)` });
const read: DataAccess = {
	id: '1',
	at: '2026-11-24T09:30:00Z',
	who: { kind: 'office', name: text('Ufficio Mobilità') },
	own: false,
	action: 'application.attachment_read',
	action_text: text('Apertura di un documento allegato'),
	purpose: text('Gestione della pratica'),
	application: { id: 'a1', number: '2026-000123', service: text('Permesso ZTL') },
	document: { id: 'd1', title: text('patente.pdf') }
};
const own: DataAccess = {
	id: '2',
	at: '2026-11-23T22:30:00Z',
	who: { kind: 'self', name: text('Tu') },
	own: true,
	action: 'application.deleted',
	action_text: text('Cancellazione della bozza'),
	purpose: text('Gestione della pratica'),
	application: { id: 'a2' }
};

describe('accesses', () => {
	it('say when, who, what, why and about which application', async () => {
		const { container } = render(AccessList, { accesses: [read, own] });
		const [first, second] = screen.getAllByRole('listitem');
		for (const words of ['Apertura di un documento allegato', 'Ufficio Mobilità', '24/11/2026', '10:30', 'patente.pdf'])
			expect(first).toHaveTextContent(words);
		expect(within(first!).getByRole('link', { name: /^Permesso ZTL/ })).toHaveAttribute(
			'href',
			'/area-personale/pratiche/a1'
		);
		expect(within(first!).getByRole('link', { name: /Mostra solo/ })).toHaveAttribute(
			'href',
			'/area-personale/i-tuoi-dati?pratica=a1'
		);
		expect(second).toHaveTextContent('Operazione tua');
		expect(second).toHaveTextContent('Richiesta cancellata');
		expect(within(second!).queryByRole('link')).toBeNull();
		const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
		expect(violations).toEqual([]);
	});

	it('of one application do not offer it again', () => {
		render(AccessList, { accesses: [read], filtered: true });
		expect(screen.queryByRole('link', { name: /Mostra solo/ })).toBeNull();
	});

	it('keep their choice in the address', () => {
		expect(readQuery(new URLSearchParams(''))).toEqual({});
		const query = { application_id: 'a1', cursor: 'x+y' };
		expect(readQuery(new URL(accessesHref(query), 'http://localhost').searchParams)).toEqual(query);
		expect(accessesHref({})).toBe('/area-personale/i-tuoi-dati');
	});

	it('that cannot be read are a problem, not a broken page', async () => {
		const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.reject(new TypeError('away')));
		expect(await listAccesses(fetch, {})).toMatchObject({ problem: { code: 'network' } });
		expect(fetch.mock.calls[0]![0]).toContain('/me/accesses?limit=20');
	});
});
