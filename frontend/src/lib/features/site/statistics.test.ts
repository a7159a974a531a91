import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { site } from '#testing/mock/site-fixtures.ts';
import Footer from './Footer.svelte';
import Statistics from './Statistics.svelte';
import { allowHost, consent, host } from './statistics.svelte.ts';
import StatisticsChoice from './StatisticsChoice.svelte';

vi.mock('$app/state', () => ({ page: { url: new URL('http://localhost/ricerca?q=malattia'), data: {} } }));

const script = () => document.querySelector(`script[src="${host}/matomo.js"]`);
const calls = () => (window as { _paq?: unknown[][] })._paq ?? [];

beforeEach(() => {
	localStorage.clear();
	consent.answer = undefined;
	consent.known = false;
});
afterEach(() => document.head.querySelectorAll('meta[http-equiv]').forEach((one) => one.remove()));

it('loads nothing before a person agrees, nor after a refusal, and does not ask again', async () => {
	const { container, unmount } = render(Statistics, { siteId: 'XqNlV4ZpQy' });
	const refuse = await screen.findByRole('button', { name: 'Rifiuto' });
	expect((await axe.run(container, { rules: { region: { enabled: false } } })).violations).toEqual([]);
	expect(script()).toBeNull();
	await fireEvent.click(refuse);
	expect(screen.queryByRole('region')).toBeNull();
	unmount();
	consent.answer = undefined;
	render(Statistics, { siteId: 'XqNlV4ZpQy' });
	await waitFor(() => expect(consent.answer).toBe('no'));
	expect(screen.queryByRole('region')).toBeNull();
	expect(script()).toBeNull();
});

it('asks again when half a year has passed', async () => {
	localStorage.setItem('statistics', JSON.stringify({ answer: 'no', at: Date.now() - 200 * 24 * 3600 * 1000 }));
	render(Statistics, { siteId: 'XqNlV4ZpQy' });
	expect(await screen.findByRole('button', { name: 'Accetto' })).toBeVisible();
});

it('asks nobody where the page itself forbids the script', async () => {
	document.head.insertAdjacentHTML(
		'beforeend',
		`<meta http-equiv="content-security-policy" content="script-src 'self'">`
	);
	render(Statistics, { siteId: 'XqNlV4ZpQy' });
	await Promise.resolve();
	expect(screen.queryByRole('region')).toBeNull();
});

it('counts a page without cookies and without what was looked for, once a person agreed', async () => {
	render(Statistics, { siteId: 'XqNlV4ZpQy' });
	await fireEvent.click(await screen.findByRole('button', { name: 'Accetto' }));
	await waitFor(() => expect(script()).not.toBeNull());
	expect(calls()).toContainEqual(['disableCookies']);
	expect(calls()).toContainEqual(['setSiteId', 'XqNlV4ZpQy']);
	expect(calls()).toContainEqual(['setCustomUrl', 'http://localhost/ricerca']);
	expect(JSON.stringify(calls())).not.toContain('malattia');
	expect(calls().findIndex(([name]) => name === 'disableCookies')).toBeLessThan(
		calls().findIndex(([name]) => name === 'trackPageView')
	);
});

it('lets people change their mind on the page about cookies, to which the footer leads', async () => {
	const analytics = { site_id: 'XqNlV4ZpQy', dashboard_url: 'https://webanalytics.italia.it/comune' };
	const { container } = render(Footer, { site: { ...site, analytics } });
	expect(container.querySelector('a[href="/cookie#statistiche"]')).toHaveTextContent('Impostazioni cookie');
	expect(container.querySelector(`a[href="${analytics.dashboard_url}"]`)).toHaveTextContent('Statistiche del sito');
	render(StatisticsChoice, { analytics });
	await fireEvent.click(screen.getByRole('button', { name: 'Accetto' }));
	expect(screen.getByRole('status')).toHaveTextContent('Ora le tue visite vengono contate.');
	await fireEvent.click(screen.getByRole('button', { name: 'Rifiuto' }));
	expect(screen.getByRole('status')).toHaveTextContent('Ora le tue visite non vengono contate.');
});

it('does not show any of it for a municipality that keeps no statistics', () => {
	const { container } = render(Footer, { site });
	expect(container.querySelector('a[href^="/cookie#"]')).toBeNull();
	expect(container).not.toHaveTextContent('Statistiche del sito');
});

it('widens the policy of a page by one host, for scripts and what they send only', () => {
	const policy =
		"default-src 'self'; script-src 'self' 'sha256-x'; style-src 'self'; img-src 'self' data:; connect-src 'self'";
	expect(allowHost(policy)).toBe(
		`default-src 'self'; script-src ${host} 'self' 'sha256-x'; style-src 'self'; img-src ${host} 'self' data:; connect-src ${host} 'self'`
	);
});
