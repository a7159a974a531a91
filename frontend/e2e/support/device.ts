/** A device of a person: a browser context that complains of what a person should never meet. */
import assert from 'node:assert/strict';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { base, secondBase, simulators } from './places.ts';

const ours = new Set([base, secondBase, simulators].map((url) => new URL(url).host));

export interface Device {
	context: BrowserContext;
	page: Page;
	/** what the page complained of since the last look */
	complaints: string[];
	/** forgives what a test provokes on purpose */
	forgive(pattern: RegExp): void;
	/** fails when the page complained, and closes the device */
	close(): Promise<void>;
}

export async function device(browser: Browser, options: BrowserContextOptions = {}): Promise<Device> {
	const context = await browser.newContext({
		baseURL: base,
		locale: 'it-IT',
		timezoneId: 'Europe/Rome',
		viewport: { width: 1280, height: 900 },
		reducedMotion: 'reduce',
		acceptDownloads: true,
		...options
	});
	context.setDefaultTimeout(15_000);
	const complaints: string[] = [];
	const forgiven: RegExp[] = [];
	const complain = (text: string) => {
		if (!forgiven.some((pattern) => pattern.test(text))) complaints.push(text);
	};
	context.on('request', (request) => {
		const url = new URL(request.url());
		if (url.protocol.startsWith('http') && !ours.has(url.host)) complain(`request to another host: ${request.url()}`);
	});
	context.on('page', (page) => {
		page.on('pageerror', (error) => complain(`${page.url()}: ${error.message}`));
		page.on('console', (message) => {
			if (message.type() === 'error') complain(`${page.url()}: ${message.text()} ${message.location().url}`);
		});
	});
	const page = await context.newPage();
	return {
		context,
		page,
		complaints,
		forgive: (pattern) => {
			forgiven.push(pattern);
			const kept = complaints.filter((text) => !pattern.test(text));
			complaints.splice(0, complaints.length, ...kept);
		},
		close: async () => {
			await context.close();
			assert.deepEqual(complaints, [], 'the pages had something to complain of');
		}
	};
}
