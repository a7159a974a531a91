/** A day of an editor: a news item from its first words to its withdrawal, and another person at the same page. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launch } from './support/browser.ts';
import { tick } from './support/citizen.ts';
import { device } from './support/device.ts';
import { png } from './support/files.ts';
import { operatorSignIn } from './support/operator.ts';
import { base } from './support/places.ts';
import { step } from './support/step.ts';
import { eventually } from './support/wait.ts';

let browser: Browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const title = `Il mercato si sposta al porto ${Date.now().toString(36)}`;

/** A save begins a moment after the last key. */
async function saved(page: Page) {
	await page
		.locator('[data-save]:not([data-save=saved])')
		.waitFor({ timeout: 1000 })
		.catch(() => undefined);
	await page.locator('[data-save=saved]').waitFor();
}

async function dialog(
	page: Page,
	name: string,
	button: string,
	fill?: (box: ReturnType<Page['getByRole']>) => Promise<void>
) {
	const box = page.getByRole('dialog', { name });
	await box.waitFor();
	await fill?.(box);
	await box.getByRole('button', { name: button, exact: true }).click();
	await box.waitFor({ state: 'hidden' });
}

async function begin(page: Page, name: string): Promise<string> {
	await page.goto('/ufficio/contenuti');
	await page.getByRole('link', { name: 'Nuovo contenuto' }).click();
	await page.getByRole('link', { name: 'Notizia', exact: true }).click();
	await page.getByLabel(/^Titolo/).fill(name);
	await page.getByRole('button', { name: 'Crea la bozza' }).click();
	await page.waitForURL(/contenuti\/[0-9a-f-]{36}$/);
	return page.url();
}

test("an editor's day", { timeout: 240_000 }, async () => {
	const editor = await device(browser);
	const { page } = editor;
	editor.forgive(/412/);
	await operatorSignIn(editor, 'admin');
	let address = '';
	let path = '';

	await step('a draft starts from its title and says what the model still misses', page, async () => {
		address = await begin(page, title);
		await page.getByRole('link', { name: 'Compila «Descrizione breve»: il modello lo richiede.' }).waitFor();
		assert.ok(await page.getByRole('button', { name: 'Pubblica', exact: true }).isDisabled());
	});

	await step(
		'the form of the type takes text, terms, dates, rich text and relations picked by search',
		page,
		async () => {
			await page.getByLabel(/^Descrizione breve/).fill('Da sabato i banchi sono sul lungolago.');
			await page.getByLabel(/^Tipo di notizia/).selectOption({ label: 'Notizie' });
			await page.getByLabel(/^Data della notizia/).fill('2026-11-20');
			await tick(page, 'Mercato');
			const text = page.getByRole('textbox', { name: /^Testo completo/ });
			await text.click();
			await text.pressSequentially('Il mercato del sabato si sposta al ');
			await page.keyboard.press('Control+b');
			await text.pressSequentially('porto vecchio');
			await page.keyboard.press('Control+b');
			await page.getByRole('combobox', { name: 'Cerca: A cura di' }).fill('anagrafe');
			await page.getByRole('listbox', { name: 'Cerca: A cura di' }).getByRole('option').first().click();
			await saved(page);
		}
	);

	await step('a picture comes with its alternative text', page, async () => {
		await page.getByRole('button', { name: /Scegli un'immagine\s*: Immagine/ }).click();
		const library = page.getByRole('dialog', { name: 'Scegli dalla libreria' });
		await library.locator('input[type=file]').setInputFiles(png('mercato.png', 640));
		await library.getByRole('button', { name: 'Carica nella libreria' }).click();
		await library.getByText('Scrivi il testo alternativo').waitFor();
		await library.getByLabel(/^Testo alternativo/).fill('I banchi del mercato sul lungolago');
		await library.getByRole('button', { name: 'Carica nella libreria' }).click();
		await library.waitFor({ state: 'hidden' });
		await saved(page);
	});

	await step('the preview shows the page in the layout of the site', page, async () => {
		await page.getByRole('button', { name: "Mostra l'anteprima" }).click();
		const preview = page.frameLocator('iframe');
		await preview.getByRole('heading', { level: 1, name: title }).waitFor();
		await preview.getByText('porto vecchio').waitFor();
		assert.equal(await preview.getByRole('banner').count(), 0, 'the header is there once, around the form');
		assert.equal(await preview.getByRole('contentinfo').count(), 0, 'and so is the footer');
		await page.getByLabel(/^Descrizione breve/).fill('Da sabato 5 dicembre i banchi sono sul lungolago.');
		await preview.getByText('Da sabato 5 dicembre').first().waitFor();
		await saved(page);
		await page.getByRole('button', { name: "Chiudi l'anteprima" }).last().click();
	});

	await step('published, it is read by everybody within a second', page, async () => {
		await page.getByRole('button', { name: 'Pubblica', exact: true }).click();
		await dialog(page, 'Pubblica il contenuto', 'Pubblica ora');
		await page.getByText('Il contenuto è pubblicato.').waitFor();
		path = (await page.getByRole('link', { name: /^Vedi la pagina pubblicata/ }).getAttribute('href')) ?? '';
		assert.match(path, /^\/novita\/notizie\/il-mercato-si-sposta-al-porto/);
		const html = await eventually(
			'the page',
			async () => {
				const response = await fetch(base + path);
				return response.ok ? await response.text() : undefined;
			},
			2000
		);
		assert.ok(html.includes('<strong>porto vecchio</strong>'));
	});

	await step('a change stays with the editors until it is published', page, async () => {
		await page.getByLabel(/^Descrizione breve/).fill('Il mercato torna in piazza.');
		await saved(page);
		await page.getByText('Modifiche non pubblicate').waitFor();
		assert.ok(!(await (await fetch(base + path)).text()).includes('torna in piazza'));
	});

	await step('versions tell what changed and bring an older text back', page, async () => {
		await page.getByRole('link', { name: 'Versioni', exact: true }).click();
		await page
			.getByRole('link', { name: /Confronta con la precedente/ })
			.first()
			.click();
		await page.locator('#differenze').getByText('piazza.').waitFor();
		await page
			.getByRole('button', { name: /^Ripristina/ })
			.first()
			.click();
		await dialog(page, 'Ripristina la versione', 'Ripristina');
		await page.waitForURL(address);
		await page
			.getByLabel(/^Descrizione breve/)
			.and(page.locator('textarea,input'))
			.waitFor();
		assert.equal(
			await page.getByLabel(/^Descrizione breve/).inputValue(),
			'Da sabato 5 dicembre i banchi sono sul lungolago.'
		);
	});

	await step('two people at one page choose what to keep', page, async () => {
		const other = await device(browser);
		other.forgive(/412/);
		await operatorSignIn(other, 'admin');
		// What the first one writes is on its way while the other saves.
		const held = Promise.withResolvers<void>();
		await page.route('**/api/v1/office/contents/*', async (route) => {
			if (route.request().method() !== 'GET') await held.promise;
			await route.continue();
		});
		await page.getByLabel(/^Descrizione breve/).fill('Scritto da me.');
		await other.page.goto(address, { waitUntil: 'networkidle' });
		await other.page.getByLabel(/^Descrizione breve/).fill('Scritto dalla collega.');
		await saved(other.page);
		held.resolve();
		const choice = page.getByRole('dialog', { name: 'Due persone hanno modificato questo contenuto' });
		await choice.getByText('Scritto dalla collega.').waitFor();
		await choice.getByRole('button', { name: 'Tieni tutto il mio' }).click();
		await choice.getByRole('button', { name: 'Salva le scelte' }).click();
		await saved(page);
		assert.equal(await page.getByLabel(/^Descrizione breve/).inputValue(), 'Scritto da me.');
		await other.close();
	});

	await step(
		'a new address is reached from the old one, and is never one that misleads the crawler',
		page,
		async () => {
			const old = path;
			const slug = old.split('/').at(-1)!;
			await page.getByRole('button', { name: "Cambia l'indirizzo" }).click();
			const address = page.getByRole('region', { name: 'Indirizzo della pagina' });
			await address.locator('#slug').fill(`${slug}-http`);
			await address.getByRole('button', { name: 'Salva' }).click();
			await address.locator('#slug[aria-invalid=true]').waitFor();
			await address.locator('#slug').fill(`${slug}-vecchio`);
			await address.getByRole('button', { name: 'Salva' }).click();
			await address.locator('#slug').waitFor({ state: 'hidden' });
			await page.getByRole('button', { name: 'Pubblica le modifiche' }).click();
			await dialog(page, 'Pubblica il contenuto', 'Pubblica ora');
			await page.getByText('Il contenuto è pubblicato.').waitFor();
			path = `${old}-vecchio`;
			await eventually(
				'a redirect',
				async () => {
					const response = await fetch(base + old, { redirect: 'manual' });
					return response.status === 301 && response.headers.get('location')?.endsWith(path) ? true : undefined;
				},
				2000
			);
		}
	);

	await step('withdrawn, the page says that it is gone and helps on', page, async () => {
		await page.getByRole('button', { name: 'Ritira dal sito' }).click();
		await dialog(page, 'Ritira dal sito', 'Ritira dal sito', (box) =>
			box.getByLabel(/^Motivo del ritiro/).fill('Il mercato è tornato in piazza')
		);
		await page.getByText('Il contenuto è stato ritirato dal sito.').waitFor();
		const gone = await eventually(
			'an answer 410',
			async () => {
				const response = await fetch(base + path);
				return response.status === 410 ? await response.text() : undefined;
			},
			2000
		);
		assert.ok(gone.includes('/novita'));
	});
	await editor.close();
});
