/** Names the parts of a journey, and keeps a picture of the page where one stops. */
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';

const folder = new URL('../../test-results/', import.meta.url).pathname;

export async function step<T>(name: string, page: Page, act: () => Promise<T>): Promise<T> {
	const started = performance.now();
	try {
		const result = await act();
		process.stdout.write(`  ✓ ${name} (${Math.round(performance.now() - started)} ms)\n`);
		return result;
	} catch (cause) {
		mkdirSync(folder, { recursive: true });
		const picture = `${folder}${name.replaceAll(/\W+/g, '-')}.png`;
		await page.screenshot({ path: picture, fullPage: true }).catch(() => undefined);
		throw new Error(`${name} – at ${page.url()}, see ${picture}: ${(cause as Error).message}`, { cause });
	}
}
