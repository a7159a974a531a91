/**
 * Bytes of a first visit, as they travel: public pages in a
 * real browser without cache, against the running product at BASE_URL. Writes
 * the table of backend/bench/README.md and fails when a page is over budget.
 */
import { chromium } from 'playwright-core';
import { base, pages } from './pages.js';
import { browserPath, writeTable } from './report.js';

/** In kB; fonts and requests are counted. */
const budget = { script: 60, style: 25, fonts: 2, requests: 20 };

/** What travels when somebody comes for the first time. */
async function visit(browser, path) {
	const context = await browser.newContext({ locale: 'it-IT', viewport: { width: 390, height: 844 } });
	const page = await context.newPage();
	const session = await context.newCDPSession(page);
	const kinds = new Map();
	const sum = { total: 0, requests: 0, fonts: 0, Script: 0, Stylesheet: 0, Font: 0, Document: 0 };
	await session.send('Network.enable');
	session.on('Network.responseReceived', ({ requestId, type, response }) => {
		if (response.url.startsWith('http')) kinds.set(requestId, response.url.endsWith('.js') ? 'Script' : type);
	});
	session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		const kind = kinds.get(requestId);
		if (!kind) return;
		sum.total += encodedDataLength;
		sum.requests++;
		if (kind === 'Font') sum.fonts++;
		if (kind in sum) sum[kind] += encodedDataLength;
	});
	const response = await page.goto(base + path, { waitUntil: 'networkidle', timeout: 60_000 });
	if (response?.status() !== 200) throw new Error(`${path} answers ${response?.status()}`);
	await context.close();
	return sum;
}

const kB = (bytes) => (bytes / 1000).toFixed(1);

const browser = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox'] });
const rows = [];
let over = false;
for (const { name, path } of pages) {
	const sum = await visit(browser, path);
	const met =
		sum.Script <= budget.script * 1000 &&
		sum.Stylesheet <= budget.style * 1000 &&
		sum.fonts <= budget.fonts &&
		sum.requests <= budget.requests;
	over ||= !met;
	rows.push(
		`| ${name} | ${kB(sum.total)} | ${kB(sum.Script)} | ${kB(sum.Stylesheet)} | ${kB(sum.Document)} | ${kB(sum.Font)} (${sum.fonts}) | ${sum.requests} | ${met ? 'met' : '**missed**'} |`
	);
}
const version = browser.version();
await browser.close();

writeTable('web', [
	`${new Date().toISOString().slice(0, 10)}, Chromium ${version}, first visit at phone width, kB as they travel, headers included.`,
	`Budget: ${budget.script} kB of JavaScript, ${budget.style} kB of CSS, ${budget.fonts} fonts, ${budget.requests} requests.`,
	'',
	'| page | total | JavaScript | CSS | HTML | fonts | requests | budget |',
	'|---|--:|--:|--:|--:|--:|--:|---|',
	...rows
]);
process.exitCode = over ? 1 : 0;
