/** Applications made through the API with the session of the page, for tests that are about something else. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { dayFromNow } from './dates.ts';
import { pdf } from './files.ts';

interface Example {
	data: Record<string, unknown>;
	attachments: string[];
	declarations: string[];
}

function example(service: string): Example {
	const path = new URL(`../../../backend/catalogue/${service}/example.json`, import.meta.url);
	const found = JSON.parse(readFileSync(path, 'utf8')) as Example;
	if ('period' in found.data) found.data.period = { from: dayFromNow(1), to: dayFromNow(60) };
	return found;
}

/** filled makes a draft that can be sent, and returns its id. */
export function filled(page: Page, service: string): Promise<string> {
	const paper = pdf('documento.pdf').buffer.toString('latin1');
	return page.evaluate(
		async ({ service, example, paper }) => {
			const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
				const raw = body instanceof FormData ? body : body === undefined ? undefined : JSON.stringify(body);
				const type = body instanceof FormData ? {} : { 'Content-Type': 'application/json' };
				const key = { 'Idempotency-Key': crypto.randomUUID() };
				const answer = await fetch(`/api/v1${path}`, { method, body: raw, headers: { ...type, ...key, ...headers } });
				if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
				return (await answer.json()) as { id: string; version: number };
			};
			const draft = await call('POST', '/applications', { service_id: service });
			const { data, declarations, attachments } = example;
			await call(
				'PATCH',
				`/applications/${draft.id}`,
				{ data, declarations, privacy_accepted: true, step: 'summary' },
				{ 'Content-Type': 'application/merge-patch+json', 'If-Match': `"${draft.version}"` }
			);
			for (const key of attachments) {
				const form = new FormData();
				form.set('key', key);
				const bytes = Uint8Array.from(paper, (c) => c.charCodeAt(0));
				form.set('file', new File([bytes], 'documento.pdf', { type: 'application/pdf' }));
				await call('POST', `/applications/${draft.id}/attachments`, form);
			}
			return draft.id;
		},
		{ service, example: example(service), paper }
	);
}

/** sent makes an application and sends it. */
export async function sent(page: Page, service: string): Promise<{ id: string; payment?: string }> {
	const id = await filled(page, service);
	const payment = await page.evaluate(async (id) => {
		const headers = { 'Idempotency-Key': crypto.randomUUID() };
		const answer = await fetch(`/api/v1/applications/${id}/submission`, { method: 'PUT', headers });
		if (!answer.ok) throw new Error(`submission: ${answer.status} ${await answer.text()}`);
		return ((await answer.json()) as { payment?: { id: string } }).payment?.id;
	}, id);
	return { id, payment };
}
