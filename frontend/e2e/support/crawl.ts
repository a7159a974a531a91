/** Visits many pages as the conformance tool does: a browser of 800 by 600, no pictures, several tabs at once. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { base } from './places.ts';
import { technical } from './model.ts';

const tabs = 4;

/** crawler opens a profile whose cookies and storage last for the whole run. */
export async function crawler(browser: Browser): Promise<BrowserContext> {
	const context = await browser.newContext({
		baseURL: base,
		locale: 'it-IT',
		viewport: { width: 800, height: 600 },
		userAgent: technical.crawler.user_agent
	});
	context.setDefaultTimeout(30_000);
	await context.route('**/*', (route) => {
		const kind = route.request().resourceType();
		return kind === 'image' || kind === 'media' || route.request().url().endsWith('.pdf')
			? route.abort()
			: route.continue();
	});
	return context;
}

/** each runs visit on every path, a few tabs at a time, and gathers what it finds wrong. */
export async function each(
	context: BrowserContext,
	paths: Iterable<string>,
	visit: (page: Page, path: string) => Promise<string[]>
): Promise<string[]> {
	const queue = [...paths];
	const wrong: string[] = [];
	const work = async () => {
		const page = await context.newPage();
		for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
			try {
				wrong.push(...(await visit(page, path)).map((fault) => `${path}: ${fault}`));
			} catch (error) {
				wrong.push(`${path}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
			}
		}
		await page.close();
	};
	await Promise.all(Array.from({ length: tabs }, work));
	return wrong.sort();
}

/** open loads a page and waits as the tool does: 500 ms without an open request. */
export async function open(page: Page, path: string): Promise<void> {
	const response = await page.goto(path, { waitUntil: 'networkidle' });
	if (response?.status() !== 200) throw new Error(`answers ${response?.status()}`);
}

/** get is a plain request without a browser. */
export const get = (path: string) =>
	fetch(new URL(path, base), { headers: { Accept: 'text/html,application/xhtml+xml' }, redirect: 'manual' });

/** published lists the paths of sitemap.xml, following its parts when it is an index. */
export async function published(): Promise<string[]> {
	const locations = async (path: string): Promise<string[]> => {
		const response = await get(path);
		if (response.status !== 200) throw new Error(`${path} answers ${response.status}`);
		const text = await response.text();
		const found = [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(
			([, url = '']) => new URL(url.replaceAll('&amp;', '&'))
		);
		if (!text.includes('<sitemapindex')) return found.map((url) => url.pathname + url.search);
		return (await Promise.all(found.map((url) => locations(url.pathname + url.search)))).flat();
	};
	return [...new Set(await locations('/sitemap.xml'))];
}

/** The shape of an address: pages of one shape share their template. */
export const shape = (path: string) => path.split('?')[0]?.split('/').slice(0, -1).join('/') || path;

/** walked are the pages a run looks at: all of them with WALK=all, otherwise the first of each template. */
export function walked(paths: Iterable<string>, each = 1): string[] {
	const all = [...new Set(paths)];
	if (process.env.WALK === 'all') return all;
	const seen = new Map<string, number>();
	return all.filter((path) => {
		const before = seen.get(shape(path)) ?? 0;
		seen.set(shape(path), before + 1);
		return before < each;
	});
}

/** hrefs reads the addresses of the links with an attribute of the model. */
export const hrefs = (page: Page, element: string) =>
	page
		.locator(`a[data-element="${element}"]`)
		.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));

/** texts reads whole texts of elements with an attribute of the model. */
export const texts = (page: Page, element: string, within = '') =>
	page
		.locator(`${within} [data-element="${element}"]`)
		.evaluateAll((all) => all.map((one) => one.textContent?.trim() ?? ''));

/** all presses a load-other-cards button until the links stop growing, and returns them. */
export async function all(page: Page, element: string): Promise<string[]> {
	for (;;) {
		const before = await hrefs(page, element);
		const more = page.locator('[data-element="load-other-cards"]');
		if (!(await more.isVisible())) return before;
		await more.click();
		await page.waitForLoadState('networkidle');
		await page
			.waitForFunction(
				([name, count]) =>
					document.querySelectorAll(`a[data-element="${name}"]`).length > Number(count) ||
					!document.querySelector('[data-element="load-other-cards"]'),
				[element, before.length] as const,
				{ timeout: 10_000 }
			)
			.catch(() => undefined);
		if ((await hrefs(page, element)).length === before.length) return before;
	}
}
