import { describe, expect, it, vi } from 'vitest';
import { api, data, mergePatch, request } from './client.ts';
import { ProblemError, problemText, statusText } from './problem.ts';

const answer = (status: number, body?: unknown, type = 'application/json') =>
	vi.fn<typeof globalThis.fetch>(async () =>
		body === undefined
			? new Response(null, { status })
			: new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } })
	);

describe('api', () => {
	it('asks the same address on the server and in the browser', async () => {
		const fetch = answer(200, { items: [], total: 0 });
		await request(api(fetch).GET('/services', { params: { query: { q: 'ztl', limit: 10 } } }));
		expect(fetch.mock.calls[0]?.[0]).toBe('/api/v1/services?q=ztl&limit=10');
	});

	it('sends merge patches as such', async () => {
		const fetch = answer(200, {});
		const profile = api(fetch).PATCH('/me/profile', { body: { phone: null }, headers: mergePatch });
		await request(profile);
		const init = fetch.mock.calls[0]?.[1];
		expect(new Headers(init?.headers).get('content-type')).toBe('application/merge-patch+json');
		expect(init?.body).toBe('{"phone":null}');
	});

	it('throws the problem it is told', async () => {
		const problem = { type: 'x', title: 'No', status: 409, code: 'already-assigned' };
		const call = request(api(answer(409, problem, 'application/problem+json')).GET('/tenant'));
		await expect(call).rejects.toMatchObject({ problem });
	});

	it('makes a problem of an answer that is none', async () => {
		const call = request(api(answer(502, 'bad gateway', 'text/html')).GET('/tenant'));
		await expect(call).rejects.toMatchObject({ problem: { status: 502, code: 'http-502' } });
	});

	it('says when there was no answer', async () => {
		const call = request(api(() => Promise.reject(new TypeError('failed'))).GET('/tenant'));
		await expect(call).rejects.toBeInstanceOf(ProblemError);
		await expect(call).rejects.toMatchObject({ problem: { status: 0, code: 'network' } });
	});

	it('gives load functions the status of the page', async () => {
		const problem = { type: 'x', title: 'No', status: 404, code: 'service-not-found', request_id: 'r1' };
		const call = data(api(answer(404, problem, 'application/problem+json')).GET('/tenant'));
		await expect(call).rejects.toMatchObject({ status: 404, body: { code: 'service-not-found', request_id: 'r1' } });
	});

	it('tells the page above one that was withdrawn', async () => {
		const gone = { type: 'x', title: 'No', status: 410, code: 'content-gone', detail: '/novita/notizie' };
		await expect(data(api(answer(410, gone)).GET('/tenant'))).rejects.toMatchObject({
			status: 410,
			body: { parent: '/novita/notizie' }
		});
		await expect(data(api(answer(410, { ...gone, detail: 'altrove' })).GET('/tenant'))).rejects.toMatchObject({
			body: { parent: undefined }
		});
	});

	it('has nothing to give for an empty answer', async () => {
		await expect(request(api(answer(204)).DELETE('/auth/session'))).resolves.toBeUndefined();
	});
});

describe('problemText', () => {
	const text = (status: number, code: string) => problemText({ type: '', title: '', status, code });

	it('knows the code, then the status, then nothing', () => {
		expect(text(409, 'already-assigned')).toContain('altro operatore');
		expect(text(404, 'never-seen')).toBe(statusText(404));
		expect(text(418, 'never-seen')).toBe('La richiesta non è stata accettata.');
		expect(text(599, 'never-seen')).toContain('errore');
	});
});
