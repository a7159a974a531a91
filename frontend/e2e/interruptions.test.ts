/** What happens when a session ends, with the keyboard alone, in English, at addresses where nothing is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launch } from './support/browser.ts';
import { next, saved, signIn, tick } from './support/citizen.ts';
import { device } from './support/device.ts';
import { mails } from './support/mailbox.ts';
import { base, simulators } from './support/places.ts';
import { sent } from './support/seeded.ts';
import { eventually } from './support/wait.ts';

let browser: Browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

async function startPermit(page: Page, person: string) {
	await page.goto('/servizi/ztl-permit');
	await page.locator('[data-element=service-online-access]').click();
	await page.waitForURL('**/accedi?**');
	await signIn(page, person);
	await page.waitForURL('**/informativa');
	await tick(page, 'Ho letto e compreso');
	await next(page);
	await page.waitForURL('**/dati-generali');
}

test('a session that ends in the middle of a form loses nothing', { timeout: 90_000 }, async () => {
	const citizen = await device(browser);
	const { page, context } = citizen;
	await startPermit(page, 'Carla Finta');
	await next(page);
	await page.waitForURL('**/dati-specifici');
	await page.getByLabel(/^Targa/).fill('AB123CD');
	await saved(page);
	await context.clearCookies();
	await page.getByLabel(/^Marca e modello/).fill('Scritta a sessione finita');
	const dialog = page.getByRole('dialog', { name: 'La sessione è scaduta' });
	await dialog.waitFor();
	citizen.forgive(/401/);
	await dialog.getByRole('link', { name: 'Accedi di nuovo' }).click();
	await page.waitForURL('**/accedi?**');
	await signIn(page, 'Carla Finta');
	await page.waitForURL('**/dati-specifici');
	assert.equal(await page.getByLabel(/^Marca e modello/).inputValue(), 'Scritta a sessione finita');
	assert.equal(await page.getByLabel(/^Targa/).inputValue(), 'AB123CD');
	await saved(page);
	await citizen.close();
});

/** Moves on with the Tab key until what is wanted has the focus. */
async function tabTo(page: Page, words: RegExp) {
	for (let i = 0; i < 120; i++) {
		await page.keyboard.press('Tab');
		const focused = await page.evaluate(() => {
			const active = document.activeElement as HTMLElement | null;
			const e = active === document.body ? null : active;
			const label = e?.id ? document.querySelector(`label[for="${e.id}"]`)?.textContent : '';
			const box = e?.getBoundingClientRect();
			return {
				text: `${e?.innerText ?? ''} ${label ?? ''}`.trim(),
				seen: (box?.width ?? 0) > 0 && (box?.height ?? 0) > 0
			};
		});
		if (words.test(focused.text)) {
			assert.ok(focused.seen, `${words} can be seen when it has the focus`);
			return;
		}
	}
	throw new Error(`The Tab key never reaches ${words} at ${page.url()}`);
}

test('the keyboard alone leads from the sheet to the first step', { timeout: 90_000 }, async () => {
	const citizen = await device(browser);
	const { page } = citizen;
	await page.goto('/servizi/ztl-permit', { waitUntil: 'networkidle' });
	await tabTo(page, /^Vai ai contenuti/);
	await page.keyboard.press('Enter');
	await tabTo(page, /^Richiedi il permesso/);
	await page.keyboard.press('Enter');
	await page.waitForURL('**/accedi?**');
	await tabTo(page, /Entra con SPID/);
	await page.keyboard.press('Enter');
	await page.waitForURL((url) => url.href.startsWith(`${simulators}/oidc`));
	await tabTo(page, /Dario Inventato/);
	await page.keyboard.press('Enter');
	await page.waitForURL('**/informativa');
	await page.getByRole('heading', { name: 'Informativa sulla privacy' }).first().waitFor();
	await tabTo(page, /^Ho letto e compreso/);
	await page.keyboard.press('Space');
	await tabTo(page, /^Avanti/);
	await page.keyboard.press('Enter');
	await page.waitForURL('**/dati-generali');
	await citizen.close();
});

test('who prefers English reads and is written to in English', { timeout: 90_000 }, async () => {
	const citizen = await device(browser, { locale: 'en-GB' });
	const { page } = citizen;
	await page.goto('/servizi/ztl-permit?lang=en');
	assert.equal(await page.locator('html').getAttribute('lang'), 'en');
	await page.getByRole('heading', { level: 1, name: 'Limited traffic zone permit' }).waitFor();
	await page.goto('/accedi?return_to=/area-personale');
	await signIn(page, 'Elena Modello');
	await sent(page, 'residence-transfer');
	const to = 'elena.modello@example.org';
	const mail = await eventually('an e-mail in English', async () =>
		(await mails(to)).find((m) => m.subject.includes('We have received your application'))
	);
	assert.match(mail.html, /lang="en"/);
	assert.ok(mail.text.includes('reached the municipality'));
	await citizen.close();
});

test('addresses answer 200 where something is and 404 where nothing is', async () => {
	for (const path of [
		'/',
		'/servizi',
		'/servizi/ztl-permit',
		'/verifica',
		'/accedi',
		'/area-personale',
		'/ufficio/accedi'
	]) {
		assert.equal((await fetch(base + path)).status, 200, path);
	}
	for (const path of [
		'/niente',
		'/servizi/niente',
		'/servizi/mobilita-e-trasporti/niente',
		'/novita/notizie/niente',
		'/servizi/ztl-permit/niente',
		'/api/v1/niente'
	]) {
		assert.equal((await fetch(base + path)).status, 404, path);
	}
});

test('a page that is read has its content before any script runs', async () => {
	const html = await (await fetch(`${base}/servizi/ztl-permit`)).text();
	for (const words of ['Permesso di accesso ad area ZTL', 'Quanto costa', 'data-element="metatag"']) {
		assert.ok(html.includes(words), words);
	}
});
