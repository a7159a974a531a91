/** The criteria of measure 1.4.1, on every page of the demo municipality, found as the official tool finds them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launch } from './support/browser.ts';
import { all, crawler, each, get, hrefs, open, published, texts, walked } from './support/crawl.ts';
import { classes, feedback, legalNotes, navigation, sheet, technical, topics } from './support/model.ts';
import { base } from './support/places.ts';

const minutes = 60_000;
const host = new URL(base).hostname;

let browser: Browser;
let tool: BrowserContext;
const first = new Map<string, string>(); // attribute of the menu → path
const second = new Set<string>();
let sheets: string[] = [];
let routes: string[] = [];

/** The tool starts at the home page and follows attributes only. */
before(
	async () => {
		browser = await launch();
		tool = await crawler(browser);
		const page = await tool.newPage();
		await open(page, '/');
		for (const level of navigation.first_level) {
			const found = await hrefs(page, level.data_element);
			assert.equal(found.length, 1, `the home has ${found.length} links ${level.data_element}`);
			first.set(level.data_element, found[0] ?? '');
		}
		for (const level of navigation.first_level) {
			await open(page, first.get(level.data_element) ?? '');
			for (const element of level.second_level_data_elements) {
				for (const path of await hrefs(page, element)) second.add(path);
			}
		}
		await open(page, first.get('all-services') ?? '');
		sheets = [...new Set(await all(page, 'service-link'))];
		await page.close();
		routes = await published();
	},
	{ timeout: 3 * minutes }
);

after(() => browser?.close());

const informative = () => walked(['/', ...first.values(), ...second], 2);

/** Runs in the page: what is wrong with fonts, library and links (C.SI.1.1, 1.2, rules S2, S3, S9, S10). */
function inspect({ fonts, names }: { fonts: string[]; names: string[] }): string[] {
	const wrong: string[] = [];
	const family = (element: Element) =>
		getComputedStyle(element).fontFamily.split(',')[0]?.trim().replaceAll(/["']/g, '') ?? '';
	for (const element of document.body.querySelectorAll('h1,h2,h3,h4,h5,h6,p')) {
		for (const one of [element, ...element.querySelectorAll('*')]) {
			if (!fonts.includes(family(one))) wrong.push(`C.SI.1.1: <${one.tagName}> in ${family(one)}`);
		}
	}
	const version = getComputedStyle(document.body)
		.getPropertyValue('--bootstrap-italia-version')
		.replaceAll(/["']/g, '')
		.trim();
	if (!/^([2-9]|\d\d)\.\d+\.\d+/.test(version)) wrong.push(`C.SI.1.2: library version is "${version}"`);
	const known = new Set(names);
	const used = new Set([...document.querySelectorAll('[class]')].flatMap((element) => [...element.classList]));
	const share = Math.round(([...used].filter((name) => known.has(name)).length * 100) / used.size);
	if (share < 40) wrong.push(`C.SI.1.2: only ${share} % of the class names are the library's`);
	for (const element of ['management', 'news', 'all-services', 'live']) {
		const count = document.querySelectorAll(`a[data-element="${element}"]`).length;
		if (count !== 1) wrong.push(`C.SI.1.6: ${count} links ${element}`);
	}
	for (const element of ['report-inefficiency', 'faq', 'privacy-policy-link', 'legal-notes', 'accessibility-link']) {
		const count = document.querySelectorAll(`footer a[data-element="${element}"]`).length;
		if (count !== 1) wrong.push(`footer: ${count} links ${element}`);
	}
	for (const link of document.querySelectorAll('a[data-element]')) {
		const href = link.getAttribute('href') ?? '';
		if (link.getAttribute('data-element') === 'accessibility-link') continue;
		if (!href.startsWith('/') || /www|http/.test(href))
			wrong.push(`S3: ${link.getAttribute('data-element')} leads to "${href}"`);
	}
	if (document.querySelectorAll('h1').length !== 1)
		wrong.push(`${document.querySelectorAll('h1').length} headings of level 1`);
	let level = 0;
	for (const heading of document.querySelectorAll('main h1, main h2, main h3, main h4, main h5, main h6')) {
		const next = Number(heading.tagName[1]);
		if (level && next > level + 1)
			wrong.push(`heading "${heading.textContent?.trim()}" jumps from level ${level} to ${next}`);
		level = next;
	}
	if (!document.querySelector('main')?.textContent?.trim()) wrong.push('nothing in main');
	return [...new Set(wrong)];
}

test(
	'every published address answers a plain request with a page, an unknown one with 404',
	{ timeout: 5 * minutes },
	async () => {
		assert.ok(routes.length > 200, `${routes.length} addresses in sitemap.xml`);
		const wrong: string[] = [];
		for (let i = 0; i < routes.length; i += 20) {
			await Promise.all(
				routes.slice(i, i + 20).map(async (path) => {
					const response = await get(path);
					const type = response.headers.get('content-type') ?? '';
					if (response.status !== 200 || !type.startsWith('text/html'))
						wrong.push(`${path}: ${response.status} ${type}`);
					if (/www|http/.test(path)) wrong.push(`${path}: S3`);
					await response.arrayBuffer();
				})
			);
		}
		assert.deepEqual(wrong, []);
		assert.equal((await get('/pagina-che-non-esiste')).status, 404);
		for (const path of [...first.values(), ...second, ...sheets])
			assert.ok(routes.includes(path), `${path} is not in sitemap.xml`);
	}
);

test(
	'fonts, library, menu, footer and headings on every page; no cookie of another host, no lasting connection',
	{ timeout: 8 * minutes },
	async () => {
		const pages = walked([...routes, '/accedi', '/servizi/prenotazione-appuntamento']);
		const wrong = await each(tool, pages, async (page, path) => {
			const sockets: string[] = [];
			page.removeAllListeners('websocket');
			page.on('websocket', (socket) => sockets.push(socket.url()));
			await open(page, path);
			return [
				...(await page.evaluate(inspect, { fonts: technical.fonts, names: classes })),
				...sockets.map((url) => `S5: ${url}`)
			];
		});
		assert.deepEqual(wrong, []);
		const foreign = (await tool.cookies()).filter(
			(cookie) => !(cookie.domain === host || cookie.domain.endsWith(`.${host}`))
		);
		assert.deepEqual(foreign, [], 'C.SI.3.1: cookies of other hosts');
	}
);

test('menu of the first level (C.SI.1.6) and titles of the second (C.SI.1.7)', { timeout: minutes }, async () => {
	const page = await tool.newPage();
	await open(page, '/');
	for (const level of navigation.first_level) {
		const [label = ''] = await texts(page, level.data_element);
		if (level.data_element === 'live') assert.match(label, /^Vivere /);
		else assert.equal(label, level.label);
	}
	for (const level of navigation.first_level) {
		await open(page, first.get(level.data_element) ?? '');
		const [name] = await texts(page, 'page-name');
		if (level.data_element !== 'live') assert.equal(name, level.label);
		assert.equal(await page.locator('ol[data-element="breadcrumb"] > li').last().innerText(), name);
		let count = 0;
		for (const element of level.second_level_data_elements) {
			for (const title of await texts(page, element)) {
				count++;
				if (level.data_element === 'live') continue; // the tool reads only where these two lead
				assert.ok(
					level.second_level_titles.includes(title.toLowerCase()),
					`"${title}" is no title of the second level`
				);
			}
		}
		assert.ok(count > 0, `${level.label} has no page of the second level`);
	}
	await page.close();
});

test('pages of the second level bear the title of their link', { timeout: 2 * minutes }, async () => {
	const page = await tool.newPage();
	for (const level of navigation.first_level) {
		await open(page, first.get(level.data_element) ?? '');
		for (const element of level.second_level_data_elements) {
			if (level.data_element === 'live') continue;
			const [links, titles] = [await hrefs(page, element), await texts(page, element)];
			const wrong = await each(tool, links, async (other, path) => {
				await open(other, path);
				const [name] = await texts(other, 'page-name');
				return name === titles[links.indexOf(path)] ? [] : [`is called "${name}"`];
			});
			assert.deepEqual(wrong, []);
		}
	}
	await page.close();
});

/** Runs in the page: what a sheet lacks (C.SI.1.3, 2.1, 2.2, R.SI.1.1). */
function inspectSheet({ voices }: { voices: typeof sheet.index_voices_in_order }): string[] {
	const wrong: string[] = [];
	const one = (name: string) => document.querySelector(`[data-element="${name}"]`);
	const text = (name: string) => one(name)?.textContent?.trim() ?? '';
	const index = [...document.querySelectorAll('[data-element="page-index"] > li > a')].map(
		(link) => link.textContent?.trim() ?? ''
	);
	let last = -1;
	for (const voice of voices) {
		const at = index.indexOf(voice.text);
		if (at < 0) wrong.push(`the index lacks "${voice.text}"`);
		else if (at < last) wrong.push(`"${voice.text}" is out of order`);
		last = Math.max(last, at);
		const filled = voice.content_any_of.some(({ data_element: name, check }) =>
			check === 'present' ? one(name) : text(name).length >= 3
		);
		if (!filled) wrong.push(`"${voice.text}" is empty`);
	}
	for (const name of ['service-title', 'service-description', 'service-area'])
		if (text(name).length < 3) wrong.push(`${name} is empty`);
	if (!one('service-status')) wrong.push('no service-status');
	if (!text('service-topic')) wrong.push('no service-topic');
	const crumbs = [...document.querySelectorAll('[data-element="breadcrumb"] > li')].map(
		(li) =>
			li.textContent
				?.toLowerCase()
				.replaceAll(/[^\p{L} ]/gu, '')
				.trim() ?? ''
	);
	if ((crumbs[crumbs.indexOf('servizi') + 1] ?? '').length < 3 || !crumbs.includes('servizi'))
		wrong.push(`breadcrumb: ${crumbs.join(' / ')}`);
	if (!document.querySelector('a[data-element="appointment-booking"][href^="/"]'))
		wrong.push('C.SI.2.1: no appointment-booking');
	for (const link of document.querySelectorAll('[data-element="page-index"] a')) {
		if (!document.querySelector(link.getAttribute('href') ?? '#'))
			wrong.push(`the index leads nowhere: ${link.getAttribute('href')}`);
	}
	const scripts = document.querySelectorAll('script[data-element="metatag"]');
	if (scripts.length !== 1) return [...wrong, `R.SI.1.1: ${scripts.length} metatags`];
	const data = JSON.parse(scripts[0]?.textContent ?? '') as unknown;
	const paths = [
		'name',
		'serviceType',
		'serviceOperator.name',
		'areaServed.name',
		'audience.audienceType',
		'availableChannel.serviceUrl',
		'availableChannel.serviceLocation.name',
		'availableChannel.serviceLocation.address.streetAddress',
		'availableChannel.serviceLocation.address.postalCode',
		'availableChannel.serviceLocation.address.addressLocality'
	];
	for (const path of paths) {
		const value = path
			.split('.')
			.reduce<unknown>(
				(at, key) =>
					at && typeof at === 'object' && !Array.isArray(at) ? (at as Record<string, unknown>)[key] : undefined,
				data
			);
		if (typeof value !== 'string' || !value.trim()) wrong.push(`R.SI.1.1: ${path} is missing`);
	}
	return wrong;
}

test('service sheets (C.SI.1.3, 2.1, 2.2, R.SI.1.1)', { timeout: 4 * minutes }, async () => {
	assert.ok(sheets.length >= sheet.minimum_number_of_sheets, `${sheets.length} sheets`);
	const wrong = await each(tool, walked(sheets), async (page, path) => {
		await open(page, path);
		return page.evaluate(inspectSheet, { voices: sheet.index_voices_in_order });
	});
	assert.deepEqual(wrong, []);
	const page = await tool.newPage();
	await open(page, first.get('all-services') ?? '');
	assert.equal(await page.locator('[data-element="pager-link"]').count(), 0);
	const [booking = ''] = await hrefs(page, 'appointment-booking');
	assert.equal((await get(booking)).status, 200);
	await page.close();
});

/** Runs in the page: whether a block of follow-up questions can be seen, in the tool's own sense. */
function visible(name: string): boolean {
	const element = document.querySelector(`[data-element="${name}"]`);
	if (!element) return false;
	const box = element.getBoundingClientRect();
	return (
		getComputedStyle(element).visibility !== 'hidden' &&
		box.width > 0 &&
		box.height > 0 &&
		box.top > 0 &&
		box.bottom > 0
	);
}

test(
	'rating on home, first and second level and on every sheet (C.SI.2.5, 2.6)',
	{ timeout: 6 * minutes },
	async () => {
		const answers = (page: Page, block: string) => texts(page, 'feedback-rating-answer', `[data-element="${block}"]`);
		const question = (page: Page, block: string) =>
			texts(page, 'feedback-rating-question', `[data-element="${block}"]`);
		const wrong = await each(tool, [...informative(), ...walked(sheets, 1)], async (page, path) => {
			const faults: string[] = [];
			await page.setViewportSize({ width: 3840, height: 2160 });
			await open(page, path);
			await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
			const same = (what: string, got: string[], want: string[]) => {
				if (got.join('|').toLowerCase() !== want.join('|').toLowerCase()) faults.push(`${what}: ${got.join(' · ')}`);
			};
			same('title', await texts(page, 'feedback-title'), [feedback.title.text]);
			for (const [block, branch] of [
				['feedback-rating-negative', feedback.negative],
				['feedback-rating-positive', feedback.positive]
			] as const) {
				same(block, await question(page, block), [branch.question.text]);
				same(block, await answers(page, block), branch.answers.texts);
			}
			if ((await page.locator('[data-element="feedback"] [data-element="feedback-input-text"]').count()) !== 1)
				faults.push('no free text');
			for (let star = 1; star <= 5; star++) {
				const label = page.locator(`[data-element="feedback-rate-${star}"]`);
				await label.evaluate((element) => (element as HTMLElement).click());
				await label.evaluate((element) => (element as HTMLElement).click());
				const [negative, positive] = [
					await page.evaluate(visible, 'feedback-rating-negative'),
					await page.evaluate(visible, 'feedback-rating-positive')
				];
				if (negative !== star <= 3 || positive !== star >= 4)
					faults.push(`star ${star}: negative ${negative}, positive ${positive}`);
			}
			return faults;
		});
		assert.deepEqual(wrong, []);
	}
);

test('topics of the model (C.SI.1.5)', { timeout: minutes }, async () => {
	const page = await tool.newPage();
	await open(page, '/');
	const [path = ''] = await hrefs(page, 'all-topics');
	await open(page, path);
	const names = await texts(page, 'topic-element');
	assert.ok(names.length > 20, `${names.length} topics`);
	assert.deepEqual(
		names.filter((name) => !topics.has(name.toLowerCase())),
		[]
	);
	await page.close();
});

test('what the footer must lead to (C.SI.2.3, 2.4, 3.2, 3.3, 3.4)', { timeout: minutes }, async () => {
	const page = await tool.newPage();
	await open(page, '/');
	const footer = async (element: string) => {
		const link = page.locator(`footer a[data-element="${element}"]`);
		return { text: (await link.textContent())?.trim() ?? '', href: (await link.getAttribute('href')) ?? '' };
	};
	const faq = await footer('faq');
	assert.ok(
		technical.faq_labels_contain.some((words) => faq.text.toLowerCase().includes(words)),
		faq.text
	);
	const report = await footer('report-inefficiency');
	assert.ok(technical.inefficiency_labels_exact.includes(report.text.toLowerCase()), report.text);
	const privacy = await footer('privacy-policy-link');
	const notes = await footer('legal-notes');
	for (const { href } of [faq, report, privacy, notes]) assert.equal((await get(href)).status, 200, href);
	const accessibility = await footer('accessibility-link');
	assert.ok(accessibility.href.startsWith(technical.accessibility_declaration.url_prefix), accessibility.href);

	await page.goto(notes.href);
	assert.deepEqual(await texts(page, 'legal-notes-section'), [legalNotes.section.text]);
	const plain = (text: string) => text.toLowerCase().replaceAll("'", '’').replaceAll(/\s+/g, ' ').trim();
	assert.equal(plain((await texts(page, 'legal-notes-body')).join(' ')), plain(legalNotes.body.text));
	await page.close();
});
