/** A permit from the service sheet to the decision, by the people who want it, give it and check it. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Browser, Download, Locator, Page } from 'playwright-core';
import { launch } from './support/browser.ts';
import { next, radio, saved, signIn, tick, upload } from './support/citizen.ts';
import { dayFromNow } from './support/dates.ts';
import { device, type Device } from './support/device.ts';
import { pdf, pdfText, png } from './support/files.ts';
import { mail } from './support/mailbox.ts';
import { operatorSignIn } from './support/operator.ts';
import { secondBase, simulators } from './support/places.ts';
import { step } from './support/step.ts';

const service = 'Permesso di accesso ad area ZTL';
const sheet = '**/servizi/mobilita-e-trasporti/permesso-di-accesso-ad-area-ztl';
const anna = 'anna.esempio@example.org';

let browser: Browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** downloaded gives the bytes behind a link that the browser saves or shows. */
async function downloaded(page: Page, link: Locator): Promise<Buffer> {
	const href = await link.getAttribute('href');
	assert.ok(href, 'the link leads somewhere');
	const waiting: Promise<Download | null> = page.waitForEvent('download', { timeout: 5_000 }).catch(() => null);
	await link.click();
	const download = await waiting;
	if (download) return readFile(await download.path());
	const answer = await page.context().request.get(href);
	assert.equal(answer.status(), 200);
	return answer.body();
}

test('a citizen obtains a permit', { timeout: 240_000 }, async () => {
	const home = await device(browser);
	const { page } = home;

	await step('finds the service by category', page, async () => {
		await page.goto('/');
		await page
			.getByRole('link', { name: /Mobilità e trasporti/i })
			.first()
			.click();
		await page.waitForURL('**/servizi/mobilita-e-trasporti');
		await page.getByRole('link', { name: service }).click();
		await page.waitForURL(sheet);
	});

	await step('finds the service by search, also with a mistake', page, async () => {
		for (const words of ['permesso ztl', 'permeso ztl']) {
			await page.goto('/');
			await page.locator('main').getByRole('searchbox').first().fill(words);
			await page.locator('main').getByRole('button', { name: 'Cerca', exact: true }).first().click();
			await page.waitForURL('**/ricerca?q=*');
			await page.locator('main').getByRole('link', { name: service }).first().waitFor();
		}
		await page.getByRole('link', { name: service }).first().click();
		await page.waitForURL(sheet);
	});

	await step('reads the sheet', page, async () => {
		await page.getByRole('heading', { level: 1, name: service }).waitFor();
		for (const title of [
			'A chi è rivolto',
			'Come fare',
			'Cosa serve',
			'Cosa si ottiene',
			'Tempi e scadenze',
			'Quanto costa'
		]) {
			await page.getByRole('heading', { level: 2, name: title }).waitFor();
		}
		assert.match(await page.locator('[data-element=service-cost]').innerText(), /16,00\s€/);
	});

	await step('signs in with SPID and lands in the flow of that service', page, async () => {
		await page.locator('[data-element=service-online-access]').click();
		await page.waitForURL('**/accedi?**');
		await signIn(page, 'Anna Esempio');
		await page.waitForURL('**/servizi/ztl-permit/richiesta/*/informativa');
	});

	await step('reads the privacy notice, which cannot be skipped', page, async () => {
		await next(page);
		await page.getByText('Per proseguire, dichiara di aver letto').waitFor();
		await tick(page, 'Ho letto e compreso');
		await next(page);
		await page.waitForURL('**/dati-generali');
	});

	await step('finds the general data filled in', page, async () => {
		const text = await page.locator('main').innerText();
		const values = await page.locator('main input').evaluateAll((all) => all.map((i) => (i as HTMLInputElement).value));
		const seen = [text, ...values].join('\n');
		for (const known of ['Anna', 'Esempio', 'SMPNNA85C52Z999', anna, 'Via delle Prove', '99010']) {
			assert.ok(seen.includes(known), `${known} is filled in`);
		}
		await next(page);
		await page.waitForURL('**/dati-specifici');
	});

	await step('is told of a wrong plate, in plain words, and corrects it', page, async () => {
		const plate = page.getByLabel(/^Targa/);
		await plate.fill('12');
		await plate.blur();
		await page.getByText('Targa non valida: scrivila per esempio come AB123CD').first().waitFor();
		await plate.fill('ab 123 cd');
		await plate.blur();
		await page.getByText('Targa non valida').first().waitFor({ state: 'hidden' });
		assert.equal(await plate.inputValue(), 'AB123CD');
		await saved(page);
	});

	const address = page.url();
	const phone = await device(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
	await step('goes on with another device where it was left', phone.page, async () => {
		const other = phone.page;
		await other.goto('/accedi?return_to=/area-personale');
		await signIn(other, 'Anna Esempio', 'CIE');
		await other
			.getByRole('link', { name: /^Riprendi/ })
			.first()
			.click();
		await other.waitForURL(address);
		assert.equal(await other.getByLabel(/^Targa/).inputValue(), 'AB123CD');
		await radio(other, /Tipo di veicolo/, 'Autovettura');
		await other.getByLabel(/^Marca e modello/).fill('Utilitaria Prova');
		await radio(other, /A che titolo/, 'Comodato');
		await radio(other, /nucleo familiare/, 'Sì');
		await other.getByLabel(/Nome e cognome dell'intestatario/).fill('Carla Finta');
		await other.getByLabel(/Codice fiscale dell'intestatario/).fill('FNTCRL90L61Z999A');
		await other.getByLabel(/^Relazione con te/).selectOption({ label: 'Coniuge o unione civile' });
		await radio(other, /Perché ti serve/, 'Abito nella zona');
		await other.getByText('Codice fiscale non valido').first().waitFor();
		await other.getByLabel(/Codice fiscale dell'intestatario/).fill('FNTCRL90L61Z999M');
		await tick(other, /^Zona A/);
		await tick(other, /^Zona B/);
		await other.getByLabel(/^Dal/).fill(dayFromNow(10));
		await other.getByLabel(/^Al/).fill(dayFromNow(9, 2));
		await other.getByLabel(/^Al/).blur();
		await saved(other);
		await other
			.getByText(/36,00\s€/)
			.first()
			.waitFor();
	});
	await phone.close();

	await step('finds on the first device what the other one saved', page, async () => {
		await page.reload();
		assert.equal(await page.getByLabel(/^Marca e modello/).inputValue(), 'Utilitaria Prova');
		await next(page);
		await page.waitForURL('**/documenti');
	});

	await step('attaches the documents that the answers ask for', page, async () => {
		await next(page);
		await page.getByText('Documento mancante').first().waitFor();
		await upload(page, 'Patente di guida').setInputFiles(png('patente.png'));
		await page.getByRole('link', { name: 'patente.png' }).waitFor();
		await upload(page, 'Libretto').setInputFiles(pdf('libretto.pdf'));
		await page.getByRole('link', { name: 'libretto.pdf' }).waitFor();
		const fake = { name: 'concessione.pdf', mimeType: 'application/pdf', buffer: Buffer.from('not a pdf at all') };
		await upload(page, 'concessione').setInputFiles(fake);
		await page.getByText('Il contenuto del file non corrisponde al suo nome').first().waitFor();
		home.forgive(/4(15|22) .*\/attachments/);
		await page.getByRole('button', { name: 'Togli', exact: true }).click();
		await upload(page, 'concessione').setInputFiles(pdf('concessione.pdf'));
		await page.getByRole('link', { name: 'concessione.pdf' }).waitFor();
		await next(page);
		await page.waitForURL('**/riepilogo');
	});

	await step('reads everything again, with fee and stamp duty, and sends', page, async () => {
		const text = await page.locator('main').innerText();
		for (const known of [
			'AB123CD',
			'Utilitaria Prova',
			'Carla Finta',
			'Coniuge',
			'Zona A',
			'Zona B',
			'patente.png',
			'concessione.pdf'
		]) {
			assert.ok(text.includes(known), `${known} is in the summary`);
		}
		for (const amount of [/20,00\s€/, /16,00\s€/, /36,00\s€/]) assert.match(text, amount);
		for (const words of ['Conosco le regole', /consapevole|veri/]) await tick(page, words);
		await page.getByRole('button', { name: 'Invia', exact: true }).click();
		await page.getByRole('button', { name: 'Conferma e invia' }).click();
		await page.waitForURL('**/area-personale/pagamenti/*');
	});

	await step('pays on the simulated pagoPA and comes back', page, async () => {
		await page.getByRole('button', { name: 'Paga con pagoPA' }).click();
		await page.waitForURL((url) => url.href.startsWith(`${simulators}/pagopa`));
		assert.match(await page.locator('body').innerText(), /36,00/);
		await page.getByRole('button', { name: 'Paga', exact: true }).click();
		await page.waitForURL('**/area-personale/pagamenti/*');
		await page.getByText('Pagamento effettuato').waitFor({ timeout: 30_000 });
		await page.getByRole('link', { name: 'Vai alla conferma della richiesta' }).click();
		await page.waitForURL('**/conferma');
	});

	const number = await step('keeps a receipt that lists what was sent', page, async () => {
		const link = page.getByRole('link', { name: /Scarica la ricevuta/ });
		await link.waitFor({ timeout: 40_000 });
		const found = /\b(\d{4}-\d{6})\b/.exec(await page.locator('main').innerText());
		assert.ok(found, 'the confirmation names the number');
		const text = pdfText(await downloaded(page, link));
		for (const known of [
			found[1]!,
			'AB123CD',
			'Utilitaria Prova',
			'Carla Finta',
			'Zona A',
			'Zona B',
			'libretto.pdf',
			'concessione.pdf',
			'36,00'
		]) {
			assert.ok(text.includes(known), `${known} is in the receipt: ${text}`);
		}
		return found[1]!;
	});

	await step('follows the application in the personal area', page, async () => {
		await page.getByRole('link', { name: 'Consulta la richiesta' }).click();
		await page.waitForURL('**/area-personale/pratiche/*');
		const text = await page.locator('main').innerText();
		assert.ok(text.includes(number), 'its number');
		assert.match(text, /Protocollata/, 'its status');
		assert.match(text, /Termine entro cui la pratica verrà conclusa: \d{1,2} \w+ \d{4}/, 'the date of the answer');
		for (const happened of ['Richiesta inviata', 'Pagamento ricevuto', 'Presa in carico']) {
			assert.ok(text.includes(happened), `${happened} is in the timeline`);
		}
	});

	await step('was told by e-mail', page, async () => {
		for (const subject of [
			'C’è un pagamento da fare',
			'Pagamento ricevuto',
			'Abbiamo ricevuto la tua richiesta',
			'protocollata'
		]) {
			const m = await mail(anna, subject, number);
			assert.ok(m.text && m.html, 'both as text and as a page');
			assert.ok(m.text.includes('/area-personale'), 'with a link to the personal area');
			assert.ok(!`${m.text}${m.html}`.includes('AB123CD'), 'without personal data');
		}
	});

	const application = page.url().split('/').at(-1)!.split(/[?#]/)[0]!;
	const desk = await device(browser);
	await officeExamines(desk, number, application);

	await step('answers with text and a file', page, async () => {
		await mail(anna, 'Nuovo messaggio dall’ufficio', number);
		await mail(anna, 'Servono integrazioni', number);
		await page.reload();
		await page.getByText('La patente non si legge').first().waitFor();
		await page.getByText('Stiamo esaminando la tua richiesta.').first().waitFor();
		await page.getByLabel(/^La tua risposta/).fill('Allego la patente leggibile.');
		await page.locator('#integrazione-file-0').setInputFiles(png('patente-nuova.png', 16));
		await page.getByRole('link', { name: 'patente-nuova.png' }).waitFor();
		await page.getByRole('button', { name: "Invia l'integrazione" }).click();
		await page.getByText('Integrazione inviata').first().waitFor();
	});

	await officeDecides(desk.page);
	await desk.close();

	const outcome = await step('receives the outcome with its code', page, async () => {
		await mail(anna, 'Richiesta accolta', number);
		await page.reload();
		const link = page.getByRole('link', { name: /Scarica Atto n\. \d+\/\d{4}/ });
		await link.waitFor();
		const file = await downloaded(page, link);
		const text = pdfText(file);
		assert.ok(text.includes(number), 'the outcome names the application');
		assert.ok(text.includes('Documentazione completa'), 'the outcome gives its reasons');
		const code = /\b[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}\b/.exec(text)?.[0];
		assert.ok(code, `the outcome has a code: ${text}`);
		return { file, code };
	});

	const anybody = await device(browser);
	await anybodyChecks(anybody.page, outcome);
	anybody.forgive(/404/);
	await anybody.close();

	const elsewhere = await device(browser, { baseURL: secondBase });
	await otherMunicipality(elsewhere.page, application, outcome.code);
	elsewhere.forgive(/404/);
	await elsewhere.close();
	await home.close();
});

async function officeExamines(desk: Device, number: string, application: string) {
	const { page } = desk;
	await step('the office finds the application, reads it and takes it in charge', page, async () => {
		await operatorSignIn(desk, 'mobilita');
		await page
			.getByRole('link', { name: new RegExp(number) })
			.first()
			.click();
		await page.waitForURL(`**/ufficio/pratiche/${application}`);
		const text = await page.locator('main').innerText();
		for (const known of ['AB123CD', 'Anna Esempio', 'patente.png']) assert.ok(text.includes(known), known);
		await page.getByRole('button', { name: 'Prendi in carico' }).click();
		await page.getByText('Hai preso in carico la pratica.').waitFor();
	});
	await step('the office opens a document beside the data', page, async () => {
		await page.getByRole('button', { name: 'Anteprima di patente.png' }).click();
		await page.getByRole('img', { name: /patente\.png/ }).waitFor();
	});
	await step('the office writes to the citizen', page, async () => {
		await page.getByLabel(/^Scrivi al richiedente/).fill('Stiamo esaminando la tua richiesta.');
		await page.getByRole('button', { name: 'Invia il messaggio' }).click();
		await page.getByText('Messaggio inviato.').waitFor();
	});
	await step('the office asks for an integration', page, async () => {
		await page.getByRole('button', { name: "Chiedi un'integrazione" }).click();
		const dialog = page.getByRole('dialog', { name: 'Richiesta di integrazione' });
		await dialog.getByLabel(/^Che cosa manca/).fill('La patente non si legge: ci serve una copia leggibile.');
		await dialog.locator('label', { hasText: 'patente.png' }).click();
		await dialog.getByRole('button', { name: 'Invia la richiesta' }).click();
		await page.getByText('La richiesta di integrazione è stata inviata.').waitFor();
	});
}

async function officeDecides(page: Page) {
	await step('the office reads the answer and accepts, with reasons', page, async () => {
		await page.reload();
		await page.getByRole('link', { name: 'patente-nuova.png' }).first().waitFor();
		await page.getByText('Allego la patente leggibile.').first().waitFor();
		await page.getByRole('button', { name: 'Accogli', exact: true }).click();
		const dialog = page.getByRole('dialog', { name: 'Accogli la richiesta' });
		await dialog.getByRole('button', { name: 'Accogli', exact: true }).click();
		await dialog.getByText('Scrivi la motivazione.').waitFor();
		await dialog.getByLabel(/^Motivazione/).fill('Documentazione completa: il permesso è concesso.');
		await dialog.getByRole('button', { name: 'Accogli', exact: true }).click();
		await page.getByText('La richiesta è stata accolta.').waitFor();
	});
}

async function anybodyChecks(page: Page, { file, code }: { file: Buffer; code: string }) {
	await step('anybody checks the outcome by its code and by the file', page, async () => {
		await page.goto('/verifica');
		await page.getByLabel(/^Codice di verifica/).fill(code);
		await page.getByRole('button', { name: 'Verifica', exact: true }).click();
		await page.getByText('Il documento è autentico').waitFor();
		await page.goto('/verifica');
		await page
			.locator('input[type=file]')
			.setInputFiles({ name: 'esito.pdf', mimeType: 'application/pdf', buffer: file });
		await page.getByText('Il documento è autentico').waitFor();
		await page.goto('/verifica');
		const altered = Buffer.concat([file, Buffer.from('\n')]);
		await page
			.locator('input[type=file]')
			.setInputFiles({ name: 'esito.pdf', mimeType: 'application/pdf', buffer: altered });
		await page.getByText('Il documento non risulta autentico').waitFor();
	});
}

async function otherMunicipality(page: Page, application: string, code: string) {
	await step('the other municipality knows nothing of it', page, async () => {
		await page.goto('/accedi?return_to=/area-personale/pratiche');
		await page.getByText('Comune di Pontefiume').first().waitFor();
		await signIn(page, 'Anna Esempio');
		await page.getByText('Quando avvierai un servizio online lo troverai qui.').waitFor();
		await page.goto(`/area-personale/pratiche/${application}`);
		await page.getByRole('heading', { name: 'Pagina non trovata' }).waitFor();
		await page.goto(`/verifica/${code}`);
		await page.getByText('Il documento non risulta autentico').waitFor();
		for (const path of ['', '/messages', '/validation']) {
			const status = await page.evaluate(
				async (url) => (await fetch(url)).status,
				`/api/v1/applications/${application}${path}`
			);
			assert.equal(status, 404, path);
		}
	});
}
