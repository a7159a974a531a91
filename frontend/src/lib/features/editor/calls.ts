import { error } from '@sveltejs/kit';
import { upload } from '#lib/api/client.ts';
import { isProblem, networkProblem, ProblemError, toProblem } from '#lib/api/problem.ts';
import type {
	Content,
	ContentCard,
	ContentType,
	Data,
	Difference,
	Media,
	MediaPage,
	OfficeContent,
	OfficeContentPage,
	Redirect,
	Revision,
	Term
} from './types.ts';

type Fetch = typeof globalThis.fetch;
type Query = Record<string, string | number | boolean | string[] | undefined>;
interface Ask {
	query?: Query;
	body?: unknown;
	version?: number;
	type?: string;
	fetch?: Fetch;
}

function address(path: string, query: Query = {}): string {
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) {
		if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
		params.set(name, Array.isArray(value) ? value.join(',') : String(value));
	}
	const text = params.toString();
	return `/api/v1${path}${text ? `?${text}` : ''}`;
}

async function call<T>(method: string, path: string, ask: Ask = {}): Promise<T> {
	const headers: Record<string, string> = {};
	if (ask.body !== undefined) headers['Content-Type'] = ask.type ?? 'application/json';
	if (ask.version !== undefined) headers['If-Match'] = `"${ask.version}"`;
	let response: Response;
	try {
		response = await (ask.fetch ?? globalThis.fetch)(address(path, ask.query), {
			method,
			headers,
			...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) })
		});
	} catch (cause) {
		throw new ProblemError(networkProblem(), { cause });
	}
	const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
	if (response.ok) return body as T;
	throw new ProblemError(
		isProblem(body)
			? body
			: { type: 'about:blank', title: response.statusText, status: response.status, code: `http-${response.status}` }
	);
}

/** forPage turns what went wrong in a `load` into SvelteKit's error page with the right status. */
export async function forPage<T>(answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (thrown) {
		const problem = toProblem(thrown);
		error(problem.status || 503, { message: problem.title, code: problem.code, request_id: problem.request_id });
	}
}

const merge = 'application/merge-patch+json';
const one = (id: string, rest = '') => `/office/contents/${encodeURIComponent(id)}${rest}`;

/** Each thing an editor asks of the API. */
export const editorCalls = {
	types: (fetch?: Fetch) => call<{ items: ContentType[] }>('GET', '/office/content-types', { fetch }),

	vocabulary: (name: string) => call<{ items: Term[] }>('GET', `/vocabularies/${encodeURIComponent(name)}`),

	list: (query: Query, fetch?: Fetch) => call<OfficeContentPage>('GET', '/office/contents', { query, fetch }),

	create: (type: string, data: Data) => call<OfficeContent>('POST', '/office/contents', { body: { type, data } }),

	read: (id: string, fetch?: Fetch) => call<OfficeContent>('GET', one(id), { fetch }),

	save: (id: string, version: number, patch: { data?: Data; slug?: string; owner_unit_id?: string | null }) =>
		call<OfficeContent>('PATCH', one(id), { body: patch, version, type: merge }),

	remove: (id: string) => call<void>('DELETE', one(id)),

	copy: (id: string) => call<OfficeContent>('POST', one(id, '/copies')),

	askReview: (id: string, note: string) =>
		call<OfficeContent>('PUT', one(id, '/review'), { body: note ? { note } : {} }),

	endReview: (id: string, note: string) =>
		call<OfficeContent>('DELETE', one(id, '/review'), { body: note ? { note } : {} }),

	publish: (id: string, body: { publish_at?: string; expires_at?: string; override_reason?: string }) =>
		call<OfficeContent>('PUT', one(id, '/publication'), { body }),

	withdraw: (id: string, body: { reason: string; redirect_to?: string }) =>
		call<OfficeContent>('DELETE', one(id, '/publication'), { body }),

	archive: (id: string) => call<OfficeContent>('PUT', one(id, '/archiving'), { body: {} }),

	unarchive: (id: string) => call<OfficeContent>('DELETE', one(id, '/archiving')),

	revisions: (id: string, fetch?: Fetch) => call<{ items: Revision[] }>('GET', one(id, '/revisions'), { fetch }),

	differences: (id: string, from: number, to: number, fetch?: Fetch) =>
		call<{ items: Difference[] }>('GET', one(id, '/differences'), { query: { from, to }, fetch }),

	restore: (id: string, version: number, revision: number) =>
		call<OfficeContent>('PUT', one(id, '/restoration'), { body: { revision }, version }),

	preview: (type: string, data: Data, id?: string) =>
		call<Content>('POST', '/office/content-previews', { body: { type, data, ...(id ? { id } : {}) } }),

	references: (q: string, types: string[] = []) =>
		call<{ items: ContentCard[] }>('GET', '/office/references', { query: { q, types } }),

	media: (query: Query, fetch?: Fetch) => call<MediaPage>('GET', '/office/media', { query, fetch }),

	mediaOne: (id: string, fetch?: Fetch) => call<Media>('GET', `/office/media/${encodeURIComponent(id)}`, { fetch }),

	mediaSave: (id: string, patch: Partial<Media>) =>
		call<Media>('PATCH', `/office/media/${encodeURIComponent(id)}`, { body: patch, type: merge }),

	mediaRemove: (id: string) => call<void>('DELETE', `/office/media/${encodeURIComponent(id)}`),

	mediaUpload: (body: FormData, onprogress?: (share: number) => void) =>
		upload<Media>('/office/media', body, onprogress),

	redirects: (query: Query, fetch?: Fetch) =>
		call<{ items: Redirect[]; total?: number; next_cursor?: string }>('GET', '/office/redirects', { query, fetch }),

	addRedirect: (body: { from_path: string; to_path?: string; gone?: boolean }) =>
		call<Redirect>('POST', '/office/redirects', { body }),

	removeRedirect: (id: string) => call<void>('DELETE', `/office/redirects/${encodeURIComponent(id)}`)
};
