/** Every story without accessibility violation, console error or request to another host, at phone and desktop width. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { launch } from './support/browser.ts';

const minutes = 60_000;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const widths = [390, 1280];
/** Stories of components are looked at in both widths; those of whole pages in turns, unless everything is asked for. */
const everything = process.env.WALK === 'all';
const frontend = fileURLToPath(new URL('..', import.meta.url));
const built = join(frontend, 'storybook-static');
const types: Record<string, string> = {
	'.html': 'text/html',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.svg': 'image/svg+xml',
	'.json': 'application/json',
	'.woff2': 'font/woff2'
};

let browser: Browser;
let server: Server;
let base = '';

/** Plain files, as any web server would give them. */
function serve(): Promise<void> {
	server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://localhost');
		const file = join(built, normalize(decodeURIComponent(pathname)));
		if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
		response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
		createReadStream(file).pipe(response);
	});
	return new Promise((resolve) =>
		server.listen(0, '127.0.0.1', () => {
			base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
			resolve();
		})
	);
}

before(async () => {
	if (!process.env.STORYBOOK_BUILT)
		execFileSync('npm', ['run', '--silent', 'build-storybook'], {
			cwd: frontend,
			stdio: ['ignore', 'pipe', 'inherit'] // what it says is part of the error
		});
	await serve();
	browser = await launch();
});
after(async () => {
	await browser?.close();
	server?.close();
});

/** The stories file by file: those of one file are shown without loading the page again. */
function files(): string[][] {
	type Index = { entries: Record<string, { id: string; importPath: string }> };
	const { entries } = JSON.parse(readFileSync(join(built, 'index.json'), 'utf8')) as Index;
	return [...Map.groupBy(Object.values(entries), ({ importPath }) => importPath).values()].map((stories) =>
		stories.map(({ id }) => id)
	);
}

/** What the page of the stories has: Storybook's preview, and axe once it is put there. */
interface Preview extends Window {
	axe: typeof import('axe-core').default;
	__STORYBOOK_PREVIEW__: {
		currentRender?: { id: string; phase?: string };
		channel: { emit: (name: string, what: object) => void };
	};
}

const load = async (page: Page, id: string) => {
	// The addon's own run of axe would get in the way of ours.
	await page.goto(`${base}/iframe.html?id=${id}&viewMode=story&globals=a11y.manual:!true`);
	await page.evaluate(axe.source);
};

const choose = (page: Page, storyId: string) =>
	page.evaluate((what) => (window as unknown as Preview).__STORYBOOK_PREVIEW__.channel.emit('setCurrentStory', what), {
		storyId,
		viewMode: 'story'
	});

const ready = (page: Page, id: string) =>
	page.waitForFunction((wanted) => {
		const { id, phase } = (window as unknown as Preview).__STORYBOOK_PREVIEW__?.currentRender ?? {};
		const root = document.querySelector('#storybook-root');
		const shown = root?.childElementCount || root?.textContent;
		return (
			(id === wanted && phase === 'errored') ||
			(id === wanted && phase === 'finished' && shown && !document.querySelector('[data-screen=""]'))
		);
	}, id);

/** The names of the rules broken, with the beginning of the elements that break them. */
const violations = (page: Page) =>
	page.evaluate(async (values) => {
		const options = { runOnly: { type: 'tag' as const, values }, resultTypes: ['violations' as const] };
		const { violations } = await (window as unknown as Preview).axe.run(document, options);
		return violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
	}, rules);

/** The page has taken its width: two frames, and the ends of what was moving. Nobody waits for what never ends. */
const settled = (page: Page, width: number) =>
	page.evaluate(async (wanted) => {
		const pause = (ms: number) => new Promise<void>((next) => setTimeout(next, ms));
		const frame = () => Promise.race([new Promise((next) => requestAnimationFrame(next)), pause(100)]);
		for (let frames = 0; frames < 2 || (window.innerWidth !== wanted && frames < 60); frames++) await frame();
		const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
		await Promise.race([Promise.all(ending.map((one) => one.finished.catch(() => undefined))), pause(1000)]);
		await frame();
	}, width);

async function look(page: Page, sizes: number[]): Promise<string[]> {
	const faults: string[] = [];
	for (const width of sizes) {
		await page.setViewportSize({ width, height: 900 });
		await settled(page, width);
		faults.push(...(await violations(page)).map((fault) => `${width}: ${fault}`));
		const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		if (wider > 0) faults.push(`${width}: ${wider} px wider than the window`);
	}
	return faults;
}

async function walk(queue: string[][]): Promise<string[]> {
	const context = await browser.newContext({ locale: 'it-IT', reducedMotion: 'reduce' });
	context.setDefaultTimeout(20_000);
	const page = await context.newPage();
	let here: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') here.push(`console: ${message.text()} ${message.location().url}`);
	});
	page.on('pageerror', (error) => here.push(`error: ${error.message}`));
	page.on('request', (request) => {
		if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(base)) here.push(`asked ${request.url()}`);
	});
	const wrong: string[] = [];
	for (let stories = queue.shift(); stories; stories = queue.shift()) {
		for (const [i, id] of stories.entries()) {
			here = [];
			try {
				await (i === 0 ? load(page, id) : choose(page, id));
				await ready(page, id);
				const both = everything || !id.startsWith('pages-');
				here.push(...(await look(page, both ? widths : [widths[i % 2] ?? 390])));
			} catch (cause) {
				here.push(`does not show: ${String(cause).split('\n')[0]}`);
			}
			wrong.push(...here.map((fault) => `${id}: ${fault}`));
		}
	}
	await context.close();
	return wrong;
}

test('every story shows, without a violation', { timeout: 15 * minutes }, async (t) => {
	const queue = files();
	const count = queue.flat().length;
	assert.ok(count > 0, 'no story was built');
	const wrong = (await Promise.all([walk(queue), walk(queue)])).flat();
	t.diagnostic(`${count} stories at ${widths.join(' and ')} pixels`);
	assert.deepEqual(wrong.toSorted().slice(0, 400), []);
});
