import { readFileSync } from 'node:fs';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { site } from '#testing/mock/site-fixtures.ts';
import { contactHref } from '../content/page/contacts.ts';
import Alerts from './Alerts.svelte';
import ContactBand from './ContactBand.svelte';
import Footer from './Footer.svelte';
import Header from './Header.svelte';
import { dial, mail } from './links.ts';
import PageActions from './PageActions.svelte';
import TopicChips from './TopicChips.svelte';

const { goto } = vi.hoisted(() => ({ goto: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto }));
vi.mock('$app/state', () => ({ page: { url: new URL('http://localhost/novita?x=1'), data: {} } }));

const navigation = JSON.parse(readFileSync('e2e/model/navigation.json', 'utf8')) as {
	first_level: { data_element: string; label: string }[];
};
const elements = (container: Element, name: string) => [...container.querySelectorAll(`[data-element="${name}"]`)];

async function accessible(container: Element) {
	const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
	expect(violations.map((v) => v.id)).toEqual([]);
}

afterEach(() => {
	localStorage.clear();
	vi.unstubAllGlobals();
});

describe('header', () => {
	const props = { site, path: '/novita/notizie', lang: 'it' as const, session: null, name: '', onsignout: () => {} };

	it('has the four entries of the menu once each, with the labels of the model, and the current one says so', async () => {
		const { container } = render(Header, props);
		for (const { data_element: name, label } of navigation.first_level) {
			const [link, ...others] = elements(container, name);
			expect(others).toEqual([]);
			if (name === 'live') expect(link?.textContent?.trim()).toMatch(/^Vivere /);
			else expect(link).toHaveTextContent(new RegExp(`^${label}$`));
		}
		expect(elements(container, 'news')[0]).toHaveAttribute('aria-current', 'true');
		expect(elements(container, 'management')[0]).not.toHaveAttribute('aria-current');
		expect(elements(container, 'all-topics')[0]).toHaveAttribute('href', '/argomenti');
		expect(elements(container, 'personal-area-login')[0]).toHaveAttribute(
			'href',
			'/accedi?return_to=%2Fnovita%2Fnotizie'
		);
		await accessible(container);
	});

	it('has four links at most beside the menu, the last to all topics', () => {
		const five = [1, 2, 3, 4, 5].map((n) => ({ label: { it: `Voce ${n}` }, path: `/voce-${n}` }));
		render(Header, { ...props, site: { ...site, header_links: five } });
		const links = within(screen.getByRole('list', { name: 'Secondaria' })).getAllByRole('link');
		expect(links.map((link) => link.textContent?.trim())).toEqual([
			'Voce 1',
			'Voce 2',
			'Voce 3',
			'Tutti gli argomenti'
		]);
	});

	it('opens and closes the menu of small screens by keyboard', async () => {
		render(Header, props);
		const opener = screen.getByRole('button', { name: 'Mostra la navigazione' });
		await userEvent.click(opener);
		expect(opener).toHaveAttribute('aria-expanded', 'true');
		await userEvent.keyboard('{Escape}');
		expect(opener).toHaveAttribute('aria-expanded', 'false');
		expect(opener).toHaveFocus();
	});

	it('keeps the address when the language changes', () => {
		render(Header, { ...props, search: '?q=mensa' });
		expect(screen.getByText('English').closest('a')).toHaveAttribute('href', '?q=mensa&lang=en');
	});

	it('shows who is signed in, and lets them out', async () => {
		const onsignout = vi.fn();
		const session = { authenticated: true, kind: 'citizen' as const };
		render(Header, { ...props, session, name: 'Anna Esempio', onsignout });
		await fireEvent.click(await screen.findByText('Esci'));
		expect(onsignout).toHaveBeenCalledOnce();
		expect(screen.getAllByText('Anna Esempio').length).toBeGreaterThan(0);
	});

	it('searches with suggestions chosen by the arrows', async () => {
		const items = [
			{ title: { it: 'Mensa scolastica' }, type_label: { it: 'Servizio' }, path: '/servizi/x/mensa' },
			{ title: { it: 'Menù della mensa' }, type_label: { it: 'Documento' }, path: '/doc/menu' }
		];
		vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items })));
		render(Header, props);
		await userEvent.click(screen.getByRole('link', { name: 'Cerca nel sito' }));
		const field = await screen.findByRole('combobox');
		await waitFor(() => expect(field).toHaveFocus());
		await userEvent.type(field, 'mensa');
		const options = await screen.findAllByRole('option');
		expect(options).toHaveLength(2);
		await userEvent.keyboard('{ArrowDown}{ArrowDown}');
		expect(options[1]).toHaveAttribute('aria-selected', 'true');
		await userEvent.keyboard('{Enter}');
		expect(goto).toHaveBeenCalledWith('/doc/menu');
	});
});

describe('footer', () => {
	it('has each link of the model once, with its words', async () => {
		const { container } = render(Footer, { site });
		const only = (name: string) => {
			const found = elements(container, name);
			expect(found).toHaveLength(1);
			return found[0] as HTMLAnchorElement;
		};
		expect(only('faq').textContent).toMatch(/FAQ/);
		expect(only('report-inefficiency')).toHaveTextContent(/^Segnalazione disservizio$/);
		expect(only('appointment-booking')).toHaveTextContent(/^Prenotazione appuntamento$/);
		expect(only('privacy-policy-link')).toHaveTextContent(/^Informativa privacy$/);
		expect(only('legal-notes')).toHaveTextContent(/^Note legali$/);
		expect(only('accessibility-link').href).toMatch(/^https:\/\/form\.agid\.gov\.it\//);
		for (const name of ['management', 'news', 'all-services', 'live']) expect(elements(container, name)).toEqual([]);
		expect(screen.getByText(/NextGenerationEU/)).toBeInTheDocument();
		await accessible(container);
	});

	it('names the improvement plan only where there is one', () => {
		const { rerender } = render(Footer, { site });
		expect(screen.queryByText('Piano di miglioramento del sito')).toBeNull();
		void rerender({ site: { ...site, improvement_plan: true } });
		return waitFor(() => expect(screen.getByText('Piano di miglioramento del sito')).toBeInTheDocument());
	});
});

describe('what stands around the pages', () => {
	it('leaves the page itself out of the contacts', async () => {
		const { container } = render(ContactBand, { omit: 'faq', contacts: site.contacts });
		expect(screen.queryByText('Leggi le domande frequenti')).toBeNull();
		expect(elements(container, 'contacts')[0]).toHaveAttribute('href', '/servizi/richiesta-assistenza');
		expect(elements(container, 'appointment-booking')).toHaveLength(1);
		expect(screen.getByText('Chiama il numero verde 800 000 000')).toBeInTheDocument();
		await accessible(container);
	});

	it('shows no way to reach a municipality that it does not have', () => {
		const contacts = { address: '', phone: '', email: '', pec: '', tax_code: '' };
		render(ContactBand, { contacts });
		render(Footer, { site: { ...site, contacts } });
		expect(document.body.querySelector('a[href="tel:"], a[href="mailto:"], a[href^="mailto:undefined"]')).toBeNull();
		expect(document.body).not.toHaveTextContent(/Chiama|Centralino|Posta elettronica certificata/i);
		expect([dial(''), dial('n.d.'), mail(' '), mail()]).toEqual([undefined, undefined, undefined, undefined]);
		expect([dial('+39 000 1'), mail('a@b.it')]).toEqual(['tel:+390001', 'mailto:a@b.it']);
		expect(contactHref({ type: { code: 'email', label: {} }, value: '' })).toBeUndefined();
	});

	it('remembers the notices that were closed', async () => {
		const { container, unmount } = render(Alerts, { alerts: site.alerts });
		await accessible(container);
		await userEvent.click(screen.getByRole('button', { name: 'Chiudi avviso' }));
		expect(screen.queryByText(/Allerta gialla/)).toBeNull();
		unmount();
		render(Alerts, { alerts: site.alerts });
		await waitFor(() => expect(screen.queryByText(/Allerta gialla/)).toBeNull());
	});

	it('shares the address of the page without its query', async () => {
		const { container } = render(PageActions, { title: 'Due & tre' });
		const facebook = within(container).getByText('Facebook').closest('a');
		expect(facebook).toHaveAttribute('href', expect.stringContaining('http%3A%2F%2Flocalhost%2Fnovita'));
		expect(facebook?.getAttribute('href')).not.toContain('x%3D1');
		expect(screen.getByText('Invia').closest('a')).toHaveAttribute(
			'href',
			expect.stringMatching(/^mailto:.*Due%20%26%20tre/)
		);
		await accessible(container);
	});

	it('leads from a topic to what else is about it', () => {
		const { container } = render(TopicChips, {
			topics: [{ code: 'turismo', label: { it: 'Turismo' } }],
			element: 'service-topic'
		});
		expect(elements(container, 'service-topic')[0]).toHaveAttribute('href', '/argomenti/turismo');
	});
});
