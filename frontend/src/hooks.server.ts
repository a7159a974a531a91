import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import https from 'node:https';
import type { Handle, HandleFetch, HandleServerError } from '@sveltejs/kit/hooks';
import '#lib/i18n/all.ts';
import { allowHost } from '#lib/features/site/statistics.svelte.ts';
import { toLang, useLangReader, type Lang } from '#lib/i18n/index.ts';

const apiURL = process.env.API_URL ?? 'http://127.0.0.1:8080';
const requestLang = new AsyncLocalStorage<Lang>();
useLangReader(() => requestLang.getStore() ?? 'it');

const privatePaths = /^\/(area-personale|ufficio|accedi|assistenza|servizi\/[^/]+\/richiesta)(\/|$)/;

/** The language of a page: `?lang=` chooses it (and is remembered), then the cookie. */
export const handle: Handle = ({ event, resolve }) => {
	const asked = event.url.searchParams.get('lang');
	const lang = toLang(asked ?? event.cookies.get('lang'));
	event.locals.lang = lang;
	if (asked) event.cookies.set('lang', lang, { path: '/', httpOnly: false, sameSite: 'lax', maxAge: 31_536_000 });

	return requestLang.run(lang, async () => {
		const response = await resolve(event, {
			transformPageChunk: ({ html }) => html.replace('%lang%', lang),
			filterSerializedResponseHeaders: (name) => name === 'content-type',
			preload: ({ type, path }) => type === 'js' || type === 'css' || /titillium-web-latin-(400|700)-normal/.test(path)
		});
		setHeaders(response, event.url.pathname, lang, asked !== null);
		if (event.locals.statistics && !privatePaths.test(event.url.pathname)) widen(response.headers);
		return response;
	});
};

function setHeaders(response: Response, path: string, lang: Lang, choosesLang: boolean) {
	const { headers } = response;
	headers.set('X-Content-Type-Options', 'nosniff');
	headers.set('Referrer-Policy', 'strict-origin-when-cross-origin');
	headers.set('X-Frame-Options', 'SAMEORIGIN');
	headers.set('Cross-Origin-Opener-Policy', 'same-origin');
	headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()');
	if (!headers.get('content-type')?.startsWith('text/html')) return;
	headers.set('Content-Language', lang);
	headers.append('Vary', 'Cookie');
	const shared = response.status === 200 && !choosesLang && !privatePaths.test(path);
	headers.set('Cache-Control', shared ? 'public, max-age=60, stale-while-revalidate=300' : 'no-store');
}

/** A municipality that keeps statistics lets its public pages load their script; nobody else's pages may. */
function widen(headers: Headers) {
	const policy = headers.get('content-security-policy');
	if (policy) headers.set('content-security-policy', allowHost(policy));
}

/**
 * Pages read the API through their own address; on the server that means the
 * API's process, told which host was asked so that it finds the municipality.
 * Nobody's cookies go along: what the server renders is the same for everyone.
 */
export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
	const url = new URL(request.url);
	if (url.origin !== event.url.origin || !url.pathname.startsWith('/api/')) return fetch(request);
	const host = event.request.headers.get('x-forwarded-host') ?? event.request.headers.get('host') ?? event.url.host;
	const headers = new Headers(request.headers);
	headers.delete('cookie');
	headers.delete('accept-encoding');
	headers.set('host', host);
	headers.set('x-forwarded-host', host);
	const answer = await ask(new URL(url.pathname + url.search, apiURL), request.method, headers);
	if (url.pathname === '/api/v1/site' && answer.ok) {
		event.locals.statistics = Boolean(((await answer.clone().json()) as { analytics?: unknown }).analytics);
	}
	return answer;
};

/** fetch would write a Host of its own, and the API tells municipalities apart by it. */
function ask(url: URL, method: string, headers: Headers): Promise<Response> {
	const { request } = url.protocol === 'https:' ? https : http;
	return new Promise((resolve, reject) => {
		const asked = request(url, { method, headers: Object.fromEntries(headers), timeout: 10_000 }, async (answer) => {
			try {
				const { statusCode: status = 502, headers: given } = answer;
				const body = [204, 304].includes(status) ? null : Buffer.concat(await answer.toArray());
				const type = given['content-type'];
				resolve(new Response(body, { status, headers: type ? { 'content-type': type } : {} }));
			} catch (cause) {
				reject(cause as Error);
			}
		});
		asked.on('timeout', () => asked.destroy(new Error('the API does not answer')));
		asked.on('error', reject);
		asked.end();
	});
}

/** Faults go to the log whole; the person reads a bare sentence. */
export const handleError: HandleServerError = ({ kind, error }) => {
	if (kind !== 'unknown') return;
	const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
	process.stderr.write(`${JSON.stringify({ level: 'ERROR', msg: 'page failed', error: detail })}\n`);
};
