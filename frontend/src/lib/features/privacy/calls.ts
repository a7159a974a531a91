import { api, request } from '#lib/api/client.ts';
import { toProblem, type Problem } from '#lib/api/problem.ts';
import type { Schema } from '#lib/api/types.ts';

export type Outcome<T> = { data: T } | { problem: Problem };

async function settle<T>(call: Promise<T>): Promise<Outcome<T>> {
	try {
		return { data: await call };
	} catch (thrown) {
		return { problem: toProblem(thrown) };
	}
}

/** What the list of accesses shows: a page of them, all or of one application. */
export type AccessQuery = { application_id?: string; cursor?: string };

/** readQuery takes the choice out of the address of the page. */
export function readQuery(search: Pick<URLSearchParams, 'get'>): AccessQuery {
	const query: AccessQuery = {};
	const application = search.get('pratica');
	const cursor = search.get('cursor');
	if (application) query.application_id = application;
	if (cursor) query.cursor = cursor;
	return query;
}

/** accessesHref is the address of the page that shows a choice. */
export function accessesHref(query: AccessQuery): string {
	const search = new URLSearchParams();
	if (query.application_id) search.set('pratica', query.application_id);
	if (query.cursor) search.set('cursor', query.cursor);
	return `/area-personale/i-tuoi-dati${search.size ? `?${search}` : ''}`;
}

/** listAccesses reads who looked at or changed the person's data. */
export function listAccesses(
	fetch: typeof globalThis.fetch,
	query: AccessQuery
): Promise<Outcome<Schema<'DataAccessPage'>>> {
	return settle(request(api(fetch).GET('/me/accesses', { params: { query: { ...query, limit: 20 } } })));
}

/** listExports reads the copies of the person's data that can still be had. */
export function listExports(
	fetch: typeof globalThis.fetch = globalThis.fetch
): Promise<Outcome<Schema<'DataExportList'>>> {
	return settle(request(api(fetch).GET('/me/data-exports')));
}

/** requestExport asks for a new copy; the same key asks once only. */
export function requestExport(key: string): Promise<Outcome<Schema<'DataExport'>>> {
	return settle(request(api().POST('/me/data-exports', { params: { header: { 'Idempotency-Key': key } } })));
}

export function exportHref(id: string): string {
	return `/api/v1/me/data-exports/${id}/file`;
}
