/** What an operator does in the back office. */
import type { Page } from 'playwright-core';
import { password, totpSecret } from './places.ts';
import { totp } from './totp.ts';

export async function operatorSignIn(page: Page, username: string): Promise<void> {
	await page.goto('/ufficio/accedi');
	await page.getByLabel(/Nome utente/).fill(username);
	await page.getByLabel(/^Password/).fill(password);
	await page.getByLabel(/Codice/).fill(totp(totpSecret));
	await page.getByRole('button', { name: 'Accedi', exact: true }).click();
	await page.waitForURL('**/ufficio');
}
