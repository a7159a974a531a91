/** Every screen on a phone and on a desktop: a picture, no accessibility violation, nothing wider than the window. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { launch } from './support/browser.ts';
import { signIn } from './support/citizen.ts';
import { device } from './support/device.ts';
import { operatorSignIn } from './support/operator.ts';
import { filled, sent } from './support/seeded.ts';

const folder = new URL('./screenshots/', import.meta.url).pathname;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const sizes = [
	{ width: 390, height: 844 },
	{ width: 1280, height: 900 }
];

let browser: Browser;
before(async () => {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	browser = await launch();
});
after(() => browser?.close());

/** look takes the pictures of a screen and returns what is wrong with it. */
async function look(page: Page, name: string, path: string): Promise<string[]> {
	const wrong: string[] = [];
	await page.goto(path, { waitUntil: 'networkidle' });
	for (const size of sizes) {
		await page.setViewportSize(size);
		await page.waitForTimeout(100);
		await page.screenshot({ path: `${folder}${name}-${size.width}.png`, fullPage: true });
		const wider = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		if (wider > 0) wrong.push(`${name} at ${size.width}: ${wider} px wider than the window`);
		const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(rules).analyze();
		for (const v of violations) {
			wrong.push(`${name} at ${size.width}: ${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`);
		}
	}
	return wrong;
}

async function lookAll(page: Page, screens: Record<string, string>) {
	const wrong: string[] = [];
	for (const [name, path] of Object.entries(screens)) wrong.push(...(await look(page, name, path)));
	assert.deepEqual(wrong, []);
}

test('public screens', { timeout: 240_000 }, async () => {
	const visitor = await device(browser);
	visitor.forgive(/404/);
	await lookAll(visitor.page, {
		home: '/',
		'home-english': '/?lang=en',
		services: '/servizi?lang=it',
		category: '/servizi/mobilita-e-trasporti',
		news: '/novita',
		administration: '/amministrazione',
		offices: '/amministrazione/uffici',
		documents: '/amministrazione/documenti-e-dati',
		live: '/vivere-il-comune',
		events: '/vivere-il-comune/eventi',
		places: '/vivere-il-comune/luoghi',
		topics: '/argomenti',
		topic: '/argomenti/residenza',
		questions: '/domande-frequenti',
		map: '/mappa-sito',
		booking: '/servizi/prenotazione-appuntamento',
		assistance: '/servizi/richiesta-assistenza',
		report: '/servizi/segnalazione-disservizio',
		'sheet-permit': '/servizi/ztl-permit',
		'sheet-residence': '/servizi/residence-transfer',
		'sheet-nursery': '/servizi/nursery-enrolment',
		search: '/ricerca?q=ztl',
		'search-nothing': '/ricerca?q=astronave',
		verify: '/verifica',
		'verify-unknown': '/verifica/AAAAA-AAAAA-AAAAA-AAAAA',
		'sign-in': '/accedi',
		privacy: '/privacy',
		accessibility: '/accessibilita',
		'legal-notes': '/note-legali',
		'office-sign-in': '/ufficio/accedi',
		'not-found': '/pagina-che-non-esiste'
	});
	await visitor.close();
});

test('the documentation of the API', { timeout: 120_000 }, async () => {
	const visitor = await device(browser);
	await lookAll(visitor.page, { api: '/documentazione-api' });
	await visitor.close();
});

test('screens of a citizen', { timeout: 300_000 }, async () => {
	const citizen = await device(browser);
	const { page } = citizen;
	await page.goto('/accedi?return_to=/area-personale');
	await signIn(page, 'Bruno Prova');
	const permit = await sent(page, 'ztl-permit');
	const move = await sent(page, 'residence-transfer');
	const draft = await filled(page, 'nursery-enrolment');
	const flow = `/servizi/nursery-enrolment/richiesta/${draft}`;
	await lookAll(page, {
		'flow-privacy': `${flow}/informativa`,
		'flow-general': `${flow}/dati-generali`,
		'flow-specific': `${flow}/dati-specifici`,
		'flow-documents': `${flow}/documenti`,
		'flow-summary': `${flow}/riepilogo`,
		'flow-confirmation': `/servizi/residence-transfer/richiesta/${move.id}/conferma`,
		desk: '/area-personale',
		applications: '/area-personale/pratiche',
		application: `/area-personale/pratiche/${move.id}`,
		'application-unpaid': `/area-personale/pratiche/${permit.id}`,
		messages: '/area-personale/messaggi',
		payments: '/area-personale/pagamenti',
		payment: `/area-personale/pagamenti/${permit.payment}`,
		profile: '/area-personale/profilo',
		'your-data': '/area-personale/i-tuoi-dati'
	});
	await citizen.close();
});

test('screens of an operator', { timeout: 240_000 }, async () => {
	const citizen = await device(browser);
	await citizen.page.goto('/accedi?return_to=/area-personale');
	await signIn(citizen.page, 'Dario Inventato');
	const { id } = await sent(citizen.page, 'residence-transfer');
	await citizen.close();
	const desk = await device(browser);
	await operatorSignIn(desk, 'admin');
	await lookAll(desk.page, {
		office: '/ufficio',
		'office-all': '/ufficio?stato=all',
		'office-application': `/ufficio/pratiche/${id}`,
		'office-services': '/ufficio/servizi',
		'office-jobs': '/ufficio/lavori'
	});
	await desk.close();
});
