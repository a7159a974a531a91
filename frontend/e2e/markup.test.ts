/** Valid HTML and no accessibility violation on every published page, at phone and desktop width. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext } from 'playwright-core';
import { launch } from './support/browser.ts';
import { crawler, each, get, open, published, shape, walked } from './support/crawl.ts';

const minutes = 60_000;
const folder = new URL('./evidence/', import.meta.url).pathname;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const widths = [390, 1280];

let browser: Browser;
let tool: BrowserContext;
let routes: string[] = [];

before(async () => {
	browser = await launch();
	tool = await crawler(browser);
	routes = walked(await published());
	mkdirSync(folder, { recursive: true });
});
after(() => browser?.close());

test('the HTML of every page is valid', { timeout: 5 * minutes }, async () => {
	const validator = new HtmlValidate({
		extends: ['html-validate:standard'],
		rules: {
			'long-title': 'off', // a matter of words, not of markup
			'no-inline-style': 'off', // focal points and progress are data
			'no-trailing-whitespace': 'off',
			'void-style': 'off', // the renderer closes void elements as XML does
			'no-implicit-button-type': 'error',
			'tel-non-breaking': 'off'
		}
	});
	const wrong: string[] = [];
	for (const path of routes) {
		const report = await validator.validateString(await (await get(path)).text(), path);
		for (const { messages } of report.results) {
			for (const m of messages.filter(({ severity }) => severity === 2))
				wrong.push(`${path}:${m.line}: ${m.ruleId}: ${m.message}`);
		}
	}
	assert.deepEqual(wrong.slice(0, 40), []);
});

test('axe finds nothing on any page', { timeout: 10 * minutes }, async () => {
	const seen = new Map<string, number>();
	let checks = 0;
	const wrong = await each(tool, routes, async (page, path) => {
		const before = seen.get(shape(path)) ?? 0;
		seen.set(shape(path), before + 1);
		// The first pages of a template are looked at in both widths, the others in turns.
		const sizes = before < 2 ? widths : [widths[before % 2] ?? 390];
		await open(page, path);
		const faults: string[] = [];
		for (const width of sizes) {
			await page.setViewportSize({ width, height: 900 });
			checks++;
			const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(rules).analyze();
			for (const v of violations)
				faults.push(`${width}: ${v.id}: ${v.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
			const wider = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth
			);
			if (wider > 0) faults.push(`${width}: ${wider} px wider than the window`);
		}
		return faults;
	});
	writeFileSync(
		`${folder}accessibility.json`,
		JSON.stringify(
			{
				date: new Date().toISOString(),
				tool: 'axe-core',
				rules,
				widths,
				pages: routes.length,
				checks,
				findings: wrong
			},
			null,
			'\t'
		)
	);
	assert.deepEqual(wrong.slice(0, 40), []);
});
