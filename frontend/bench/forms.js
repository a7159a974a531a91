/**
 * What a form costs the person who fills it in: the JavaScript that travels
 * for it alone, and the time from a key to the picture on a slow phone. The
 * form is the invented one that uses every type of field; the built site and
 * its made-up answers are started here. Writes a table of
 * backend/bench/README.md and fails when a goal is missed.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { browserPath, writeTable } from './report.js';

const budget = { script: 70_000, latency: 50 };
const slower = 4;
const folder = fileURLToPath(new URL('..', import.meta.url));
const [mock, site] = [Number(process.env.BENCH_PORT ?? 4170), Number(process.env.BENCH_PORT ?? 4170) + 1];
const base = `http://localhost:${mock}`;
const form = `${base}/servizi/sample-form/richiesta`;
const step = `${form}/sample/dati-specifici`;

if (!existsSync(`${folder}build/index.js`)) throw new Error('no build here: npm run build first');

function start(script, env) {
	return spawn(process.execPath, [script], { cwd: folder, stdio: 'inherit', env: { ...process.env, ...env } });
}

async function answers(address) {
	for (let i = 0; i < 100; i++) {
		const ok = await fetch(address).then(
			(response) => response.ok,
			() => false
		);
		if (ok) return;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	throw new Error(`${address} does not answer`);
}

async function citizen(browser) {
	const context = await browser.newContext({ locale: 'it-IT', viewport: { width: 390, height: 844 } });
	await context.addCookies([{ name: 'mock', value: 'citizen', url: base }]);
	return context;
}

/** The scripts of a first visit and their bytes as they travel. */
async function scriptsOf(browser, address) {
	const context = await citizen(browser);
	const page = await context.newPage();
	const session = await context.newCDPSession(page);
	const [urls, sizes] = [new Map(), new Map()];
	await session.send('Network.enable');
	session.on('Network.responseReceived', ({ requestId, response }) => {
		const { pathname } = new URL(response.url);
		if (pathname.startsWith('/_app/') && pathname.endsWith('.js')) urls.set(requestId, pathname);
	});
	session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		if (urls.has(requestId)) sizes.set(urls.get(requestId), encodedDataLength);
	});
	await page.goto(address, { waitUntil: 'networkidle' });
	await context.close();
	return sizes;
}

/** Opens the draft once, past the notice, and counts what the longest step asks. */
async function open(browser) {
	const context = await citizen(browser);
	const page = await context.newPage();
	await page.goto(form, { waitUntil: 'networkidle' });
	if (page.url().endsWith('/informativa')) {
		await page.locator('label[for=informativa-letta]').click();
		await page.locator('button[type=submit]', { hasText: 'Avanti' }).click();
		await page.waitForURL('**/dati-generali');
	}
	return { context, page };
}

const text = 'Mercatino di prodotti locali con musica dal vivo in piazza';

/** Types where the cursor is, on a processor that many times slower, and gives the delays in order. */
async function type(context, page) {
	await page.evaluate(() => {
		globalThis.delays = [];
		new PerformanceObserver((list) => {
			for (const { name, duration } of list.getEntries()) if (name === 'keydown') globalThis.delays.push(duration);
		}).observe({ type: 'event', durationThreshold: 16 });
	});
	const session = await context.newCDPSession(page);
	await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
	await page.keyboard.type(text, { delay: 120 });
	await page.waitForTimeout(1_000);
	const slow = await page.evaluate(() => globalThis.delays);
	await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
	// Keys shown within 16 ms are not reported: they count as such.
	const quick = Array.from({ length: Math.max(0, text.length - slow.length) }, () => 16);
	const all = [...quick, ...slow].sort((a, b) => a - b);
	const at = (share) => all[Math.min(all.length - 1, Math.floor(all.length * share))];
	return { median: at(0.5), p75: at(0.75), p98: at(0.98) };
}

/** The same keys in a page that has nothing but the field: what this machine takes for itself. */
async function bare(browser) {
	const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
	const page = await context.newPage();
	await page.setContent('<textarea></textarea>');
	await page.locator('textarea').focus();
	const delays = await type(context, page);
	await context.close();
	return delays;
}

/** Types into the longest step as a person would, on a processor that many times slower. */
async function typing(browser) {
	const { context, page } = await open(browser);
	await page.goto(step, { waitUntil: 'networkidle' });
	for (const answer of ['kind-market', 'noise-yes']) await page.locator(`label[for=campo-event-${answer}]`).click();
	for (const item of ['Responsabile', 'Prodotto', 'Prodotto'])
		await page.getByRole('button', { name: `Aggiungi: ${item}` }).click();
	const fields = await page.locator('form :is(input, select, textarea, fieldset, output)').count();
	await page.locator('#campo-event-description').focus();
	const delays = await type(context, page);
	await context.close();
	return { fields, ...delays };
}

const servers = [
	start('src/testing/mock/server.ts', { MOCK_PORT: mock, SITE_URL: `http://127.0.0.1:${site}` }),
	start('build', { PORT: site, HOST: '127.0.0.1', API_URL: `http://127.0.0.1:${mock}` })
];
let browser;
try {
	await answers(`${base}/servizi`);
	browser = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox'] });
	const desk = await scriptsOf(browser, `${base}/area-personale`);
	await (await open(browser)).context.close();
	const steps = await scriptsOf(browser, step);
	const own = [...steps].filter(([name]) => !desk.has(name)).reduce((sum, [, bytes]) => sum + bytes, 0);
	const whole = [...steps.values()].reduce((sum, bytes) => sum + bytes, 0);
	const alone = await bare(browser);
	const keys = await typing(browser);
	const met = (ok) => (ok ? 'met' : '**missed**');
	writeTable('forms', [
		`${new Date().toISOString().slice(0, 10)}, Chromium ${browser.version()}, the built site with a form of every type of field, at phone width.`,
		`The step has ${keys.fields} inputs and groups; ${text.length} keys at ${slower}× slower than this machine, to the next picture (event timing).`,
		'',
		'| what | measured | a bare field | goal |',
		'|---|--:|--:|---|',
		`| JavaScript of the forms, beyond that of the personal area | ${(own / 1000).toFixed(1)} kB | | ≤ ${budget.script / 1000} kB ${met(own <= budget.script)} |`,
		`| JavaScript of a form page, all of it | ${(whole / 1000).toFixed(1)} kB | | |`,
		`| from a key to the picture, median | ${keys.median} ms | ${alone.median} ms | |`,
		`| from a key to the picture, 3 of 4 keys | ${keys.p75} ms | ${alone.p75} ms | ≤ ${budget.latency} ms ${met(keys.p75 <= budget.latency)} |`,
		`| from a key to the picture, 98 of 100 keys | ${keys.p98} ms | ${alone.p98} ms | ≤ ${budget.latency} ms ${met(keys.p98 <= budget.latency)} |`
	]);
	process.exitCode = own <= budget.script && keys.p98 <= budget.latency ? 0 : 1;
} finally {
	await browser?.close();
	for (const server of servers) server.kill();
}
