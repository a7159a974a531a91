import { render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DataAccess, DataExport as Copy } from '#lib/api/types.ts';
import AccessList from './AccessList.svelte';
import DataExport from './DataExport.svelte';
import { accessesHref, listAccesses, readQuery } from './calls.ts';
import { ExportWatch } from './watch.svelte.ts';

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
		expect(within(first!).getByRole('link', { name: /^Solo questa pratica: Permesso ZTL/ })).toHaveAttribute(
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
		expect(screen.queryByRole('link', { name: /^Solo questa pratica: Permesso ZTL/ })).toBeNull();
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

const copy = (status: Copy['status'], id = 'e1'): Copy => ({
	id,
	status,
	requested_at: '2026-11-24T09:00:00Z',
	expires_at: '2026-12-01T09:05:00Z',
	...(status === 'ready' && { ready_at: '2026-11-24T09:05:00Z', size: 1_500_000, sha256: 'ab' })
});

describe('the copy of the data', () => {
	afterEach(() => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	});
	const clean = async (container: Element) =>
		expect((await axe.run(container, { rules: { region: { enabled: false } } })).violations).toEqual([]);

	it('can be asked for, once for each press, and is then in preparation', async () => {
		const sent: (string | null)[] = [];
		vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
			sent.push(new Headers(init.headers).get('Idempotency-Key'));
			return Promise.resolve(Response.json(copy('preparing'), { status: 202 }));
		});
		const { container } = render(DataExport, { exports: [] });
		expect(screen.getByText('Non hai copie disponibili.')).toBeVisible();
		await clean(container);
		await userEvent.click(screen.getByRole('button', { name: 'Chiedi una copia' }));
		expect(await screen.findByRole('status')).toHaveTextContent('Stiamo preparando la tua copia');
		expect(screen.queryByRole('button', { name: 'Chiedi una copia' })).toBeNull();
		expect(sent).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
		await clean(container);
	});

	it('says why it cannot be asked for now', async () => {
		const refused = { type: 'x', title: 'No', status: 429, code: 'data-export-limit' };
		vi.stubGlobal('fetch', () =>
			Promise.resolve(
				new Response(JSON.stringify(refused), { status: 429, headers: { 'Content-Type': 'application/problem+json' } })
			)
		);
		render(DataExport, { exports: [copy('ready')] });
		await userEvent.click(screen.getByRole('button', { name: 'Chiedi una copia' }));
		await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('al massimo tre copie al giorno'));
	});

	it('is downloaded while it lasts', async () => {
		const { container } = render(DataExport, { exports: [copy('ready')] });
		const link = screen.getByRole('link', { name: 'Scarica la copia del 24/11/2026, 10:05 (ZIP 1,5 MB)' });
		expect(link).toHaveAttribute('href', '/api/v1/me/data-exports/e1/file');
		expect(screen.getByText(/Disponibile fino al 01\/12\/2026, 10:05/)).toBeVisible();
		await clean(container);
	});

	it('says that it failed, and may be asked for again', async () => {
		const { container } = render(DataExport, { exports: [copy('failed'), copy('ready', 'e0')] });
		expect(screen.getByRole('status')).toHaveTextContent('La copia chiesta il 24 novembre 2026 non è stata completata');
		expect(screen.getByRole('button', { name: 'Chiedi una copia' })).toBeEnabled();
		expect(screen.getByRole('link')).toHaveAttribute('href', '/api/v1/me/data-exports/e0/file');
		await clean(container);
	});

	it('is followed while it is prepared, not for ever', async () => {
		vi.useFakeTimers();
		const refresh = vi.fn(() => Promise.resolve({ data: { items: [copy('preparing')] } }));
		const watch = new ExportWatch({ exports: [copy('preparing')], refresh, every: 1_000, times: 3 });
		watch.start();
		await vi.advanceTimersByTimeAsync(20_000);
		expect(refresh).toHaveBeenCalledTimes(3);
		refresh.mockResolvedValueOnce({ data: { items: [copy('ready')] } });
		await watch.again();
		expect(watch.preparing).toBe(false);
		expect(watch.ready).toHaveLength(1);
	});

	it('keeps what is known when nobody answers', async () => {
		const watch = new ExportWatch({
			exports: [copy('ready')],
			refresh: () => Promise.resolve({ problem: { type: 'x', title: 'No', status: 0, code: 'network' } })
		});
		await watch.again();
		expect(watch.ready).toHaveLength(1);
		expect(watch.problem).toMatchObject({ code: 'network' });
		watch.stop();
	});
});
