import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect, it, vi } from 'vitest';
import ServiceCatalogue from './ServiceCatalogue.svelte';

const say = (it: string) => ({ it, en: `${it} (en)` });
const service = (id: string, title: string, status: 'active' | 'suspended' | 'not_offered', online = true) => ({
	id,
	title: say(title),
	category: { id: 'ambiente', title: say('Ambiente') },
	office: { id: 'environment', title: say('Ufficio Ambiente') },
	status,
	online
});
const services = [
	service('tree-cutting', 'Abbattimento di alberi', 'active'),
	service('bulky-waste', 'Ritiro di ingombranti', 'suspended'),
	service('water', 'Qualità dell’acqua', 'not_offered', false)
];

afterEach(() => vi.unstubAllGlobals());

function answering(status = 204, body?: unknown) {
	const sent: { url: string; body: unknown }[] = [];
	vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
		const request = input instanceof Request ? input : new Request(new URL(input, 'http://localhost'), init);
		sent.push({ url: new URL(request.url).pathname, body: await request.json() });
		return body
			? new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } })
			: new Response(null, { status });
	});
	return sent;
}

const row = (title: string) => screen.getByRole('row', { name: new RegExp(title) });

it('lists what is offered and what could be, and finds by words without accents', async () => {
	const { container } = render(ServiceCatalogue, { services, onchange: vi.fn() });
	expect(screen.getByText('3 servizi')).toBeInTheDocument();
	expect(within(row('acqua')).getByText(/su una piattaforma nazionale/)).toBeInTheDocument();
	await userEvent.type(screen.getByLabelText('Cerca nel catalogo'), 'qualita');
	expect(screen.getByText('1 servizio')).toBeInTheDocument();
	await userEvent.clear(screen.getByLabelText('Cerca nel catalogo'));
	await userEvent.selectOptions(screen.getByLabelText('Stato'), 'suspended');
	expect(screen.getAllByRole('row')).toHaveLength(2);
	const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
	expect(violations.map((v) => v.id)).toEqual([]);
});

it('activates with the office of the catalogue and says so', async () => {
	const sent = answering();
	const onchange = vi.fn().mockResolvedValue(undefined);
	render(ServiceCatalogue, { services, onchange });
	await userEvent.click(within(row('acqua')).getByRole('button', { name: /^Attiva/ }));
	expect(sent).toEqual([
		{ url: '/api/v1/office/services/water/offer', body: { status: 'active', office: 'environment' } }
	]);
	expect(await screen.findByText(/è attivo: la scheda è sul sito/)).toBeInTheDocument();
	expect(onchange).toHaveBeenCalledOnce();
});

it('asks before a service is withdrawn', async () => {
	const sent = answering();
	render(ServiceCatalogue, { services, onchange: vi.fn().mockResolvedValue(undefined) });
	await userEvent.click(within(row('alberi')).getByRole('button', { name: /^Togli/ }));
	expect(sent).toEqual([]);
	await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Togli' }));
	expect(sent).toEqual([
		{ url: '/api/v1/office/services/tree-cutting/offer', body: { status: 'disabled', office: 'environment' } }
	]);
});

it('tells why it could not', async () => {
	answering(403, { type: 'about:blank', title: 'Forbidden', status: 403, code: 'forbidden' });
	render(ServiceCatalogue, { services, onchange: vi.fn() });
	await userEvent.click(within(row('alberi')).getByRole('button', { name: /^Sospendi/ }));
	expect(await screen.findByRole('alert')).toBeInTheDocument();
});
