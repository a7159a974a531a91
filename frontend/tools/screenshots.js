/**
 * Pictures of pages at phone and desktop width, with axe's verdict.
 * `node tools/screenshots.js http://localhost:4110 screenshots / /servizi …`
 * A path may be prefixed with a cookie: `mock=operator:/ufficio`.
 */
import { mkdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const [base = 'http://localhost:4110', folder = 'screenshots', ...paths] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
let faults = 0;

for (const entry of paths) {
	const [, cookie, path = entry] = /^(\w+=\w+):(.*)$/.exec(entry) ?? [];
	for (const width of [390, 1280]) {
		const context = await browser.newContext({
			viewport: { width, height: 900 },
			locale: 'it-IT',
			reducedMotion: 'reduce'
		});
		if (cookie) {
			const [name, value] = cookie.split('=');
			await context.addCookies([{ name, value, url: base }]);
		}
		const page = await context.newPage();
		page.on('console', (message) => message.type() === 'error' && console.log(`${path} console: ${message.text()}`));
		page.on('pageerror', (error) => console.log(`${path} error: ${error.message}`));
		await page.goto(base + path, { waitUntil: 'networkidle', timeout: 90_000 });
		const name = `${path.replaceAll(/[^\w]+/g, '_').replace(/^_|_$/g, '') || 'home'}-${width}`;
		await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
		const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		const { violations } = await new AxeBuilder({ page }).analyze();
		faults += violations.length + (wider > 0 ? 1 : 0);
		console.log(`${name}: ${violations.length} violations${wider > 0 ? `, ${wider}px too wide` : ''}`);
		for (const v of violations)
			console.log(
				`  ${v.id} (${v.impact}): ${v.nodes
					.slice(0, 3)
					.map((n) => n.html.slice(0, 160))
					.join(' | ')}`
			);
		await context.close();
	}
}
await browser.close();
process.exitCode = faults ? 1 : 0;
