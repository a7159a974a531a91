/** What a citizen does on the site, in the words of the screens. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { simulators } from './places.ts';

/** signIn goes from the sign-in page, through the simulated provider, back to the site. */
export async function signIn(page: Page, person: string, provider: 'SPID' | 'CIE' = 'SPID'): Promise<void> {
	await page.getByRole('heading', { name: provider, exact: true }).waitFor();
	await page
		.locator('section', { has: page.getByRole('heading', { name: provider, exact: true }) })
		.getByRole('link')
		.click();
	await page.waitForURL((url) => url.href.startsWith(`${simulators}/oidc`));
	assert.match(await page.locator('body').innerText(), /simula/i, 'the provider says that it is a simulation');
	await page.getByRole('button', { name: new RegExp(person) }).click();
	await page.waitForURL((url) => !url.href.startsWith(simulators));
}

export const next = (page: Page) => page.getByRole('button', { name: /^(Avanti|Next)$/ }).click();

export const upload = (page: Page, label: string): Locator =>
	page.getByRole('group', { name: label }).locator('input[type=file]');

/** tick presses the words beside a box, as people do: the box itself is drawn by the style. */
export async function tick(page: Page, words: string | RegExp): Promise<void> {
	await page.locator('label', { hasText: words }).click();
	assert.ok(await page.getByRole('checkbox', { name: words }).isChecked());
}

/** radio presses the words beside one choice of a question. */
export async function radio(page: Page, question: RegExp, choice: string): Promise<void> {
	const group = page.getByRole('group', { name: question });
	await group.getByText(choice, { exact: true }).click();
	assert.ok(await group.getByRole('radio', { name: choice, exact: true }).isChecked());
}

/** saved waits until the draft is on the server. */
export const saved = (page: Page) => page.getByText(/^Salvato alle/).waitFor();
