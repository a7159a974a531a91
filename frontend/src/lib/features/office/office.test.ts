import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { OfficeApplication } from '#lib/api/types.ts';
import { officeApplication, officeList } from '#testing/mock/fixtures.ts';
import Actions from './Actions.svelte';
import DecisionDialog from './DecisionDialog.svelte';
import SignInForm from './SignInForm.svelte';
import StatusTabs from './StatusTabs.svelte';
import Thread from './Thread.svelte';

const application: OfficeApplication = {
	...officeApplication(officeList[1]!.id)!,
	allowed_actions: ['release', 'message', 'request_integration', 'accept', 'reject']
};
const fetch = vi.fn<typeof globalThis.fetch>();
const reply = (status: number, body: unknown) =>
	fetch.mockResolvedValueOnce(
		new Response(JSON.stringify(body), {
			status,
			headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' }
		})
	);
const sent = (n: number) => {
	const [address, init] = fetch.mock.calls[n] ?? [];
	return {
		address,
		method: init?.method,
		key: new Headers(init?.headers).get('Idempotency-Key'),
		body: JSON.parse(String(init?.body)) as Record<string, unknown>
	};
};

beforeEach(() => {
	fetch.mockReset();
	vi.stubGlobal('fetch', fetch);
});

describe('StatusTabs', () => {
	const counts = { open: 3, mine: 0, unassigned: 2, integration: 1, closed: 999, all: 1000 };
	const names = () => screen.getAllByRole('link').map((link) => link.textContent?.replace(/\s+/g, ' ').trim());

	it('says how many applications each tab holds', () => {
		render(StatusTabs, { current: 'open', counts, href: (tab) => `/ufficio?stato=${tab}` });
		const told = names();
		expect(told[0]).toBe('Aperte (3)');
		expect(told[1]).toBe('Assegnate a me (0)');
		expect(told[4]).toBe('Concluse (999)');
		expect(told[5]).toBe('Tutte (1000 o più)');
		expect(screen.getByRole('link', { current: 'page' })).toHaveAttribute('href', '/ufficio?stato=open');
	});

	it('does without counts', () => {
		render(StatusTabs, { current: 'all', href: (tab) => `/ufficio?stato=${tab}` });
		expect(names()[5]).toBe('Tutte');
	});
});

describe('Actions', () => {
	it('offers only what is allowed', () => {
		render(Actions, {
			application: { ...application, allowed_actions: ['assign'] },
			files: [],
			ondone: vi.fn()
		});
		expect(screen.getByRole('button', { name: 'Prendi in carico' })).toBeInTheDocument();
		expect(screen.queryByRole('button', { name: 'Accogli' })).not.toBeInTheDocument();
	});

	it('takes in charge and tells what happened', async () => {
		const ondone = vi.fn();
		reply(200, { ...application, status: 'in_progress' });
		render(Actions, { application: { ...application, allowed_actions: ['assign'] }, files: [], ondone });
		await userEvent.click(screen.getByRole('button', { name: 'Prendi in carico' }));
		await waitFor(() => expect(ondone).toHaveBeenCalled());
		expect(ondone.mock.calls[0]?.[1]).toBe('Hai preso in carico la pratica.');
	});

	it('shows why it was refused', async () => {
		reply(409, { type: 'x', title: 'x', status: 409, code: 'already-assigned' });
		render(Actions, {
			application: { ...application, allowed_actions: ['assign'] },
			files: [],
			ondone: vi.fn()
		});
		await userEvent.click(screen.getByRole('button', { name: 'Prendi in carico' }));
		expect(await screen.findByRole('alert')).toHaveTextContent('altro operatore');
	});
});

describe('DecisionDialog', () => {
	const open = () => {
		const ondone = vi.fn();
		render(DecisionDialog, { applicationId: application.id, outcome: 'rejected', open: true, ondone });
		return ondone;
	};
	const refuse = () => userEvent.click(screen.getByRole('button', { name: 'Non accogliere', hidden: true }));
	const reasons = () => screen.getByLabelText(/Motivazione/);

	it('asks for reasons long enough before refusing', async () => {
		open();
		await refuse();
		expect(screen.getByText('Scrivi la motivazione.')).toBeInTheDocument();
		await userEvent.type(reasons(), 'No.');
		await refuse();
		expect(screen.getByText(/almeno 20 caratteri/)).toBeInTheDocument();
		expect(fetch).not.toHaveBeenCalled();
	});

	it('repeats the same act with the same key when the network failed', async () => {
		const ondone = open();
		fetch.mockRejectedValueOnce(new TypeError('offline'));
		reply(200, { ...application, status: 'rejected' });
		await userEvent.type(reasons(), 'Il veicolo non risulta di proprietà del richiedente.');
		await refuse();
		await screen.findByRole('alert', { hidden: true });
		await refuse();
		await waitFor(() => expect(ondone).toHaveBeenCalledOnce());
		expect(sent(0).key).toBeTruthy();
		expect(sent(1).key).toBe(sent(0).key);
		expect(sent(1).body).toEqual({
			outcome: 'rejected',
			reasons: 'Il veicolo non risulta di proprietà del richiedente.'
		});
	});
});

describe('Thread', () => {
	it('sends a message once and adds it to the conversation', async () => {
		reply(201, {
			id: 'm1',
			application_id: application.id,
			from: 'office',
			subject: '',
			body: 'Buongiorno',
			sent_at: '2026-11-24T08:00:00Z',
			attachments: []
		});
		render(Thread, { applicationId: application.id, messages: [], writable: true });
		await userEvent.click(screen.getByRole('button', { name: 'Invia il messaggio' }));
		expect(screen.getByText('Scrivi il messaggio.')).toBeInTheDocument();
		await userEvent.type(screen.getByLabelText('Scrivi al richiedente'), 'Buongiorno');
		await userEvent.click(screen.getByRole('button', { name: 'Invia il messaggio' }));
		expect(await screen.findByText('Messaggio inviato.')).toBeInTheDocument();
		expect(screen.getByRole('list')).toHaveTextContent('Buongiorno');
		expect(sent(0).body).toEqual({ body: 'Buongiorno' });
	});
});

describe('SignInForm', () => {
	it('points at what is missing, then says what the server answered', async () => {
		const onsignedin = vi.fn();
		render(SignInForm, { onsignedin });
		await userEvent.click(screen.getByRole('button', { name: 'Accedi' }));
		expect(screen.getByLabelText(/Nome utente/)).toHaveFocus();

		await userEvent.type(screen.getByLabelText(/Nome utente/), 'mobilita');
		await userEvent.type(screen.getByLabelText(/Password/), 'sbagliata');
		await userEvent.type(screen.getByLabelText(/Codice temporaneo/), '123 456');
		reply(401, { type: 'x', title: 'x', status: 401, code: 'wrong-credentials' });
		await userEvent.click(screen.getByRole('button', { name: 'Accedi' }));
		expect(await screen.findByRole('alert')).toHaveTextContent('non corretti');
		expect(onsignedin).not.toHaveBeenCalled();
		expect(sent(0).body).toEqual({ username: 'mobilita', password: 'sbagliata', one_time_code: '123456' });
	});
});
