import { error } from '@sveltejs/kit';
import { upload } from '#lib/api/client.ts';
import { isProblem, networkProblem, ProblemError, toProblem } from '#lib/api/problem.ts';
import type {
	Content,
	ContentCard,
	ContentType,
	Data,
	Difference,
	Editor,
	Evidence,
	Grant,
	Media,
	MediaPage,
	OfficeContent,
	OfficeContentPage,
	OfficeMedia,
	OfficeSite,
	Redirect,
	Revision,
	SiteSettings,
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
		error(problem.status || 503, problem.title, { code: problem.code, request_id: problem.request_id });
	}
}

const merge = 'application/merge-patch+json';
const oneFile = (id: string, rest = '') => `/office/media/${encodeURIComponent(id)}${rest}`;
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

	askReview: (id: string, version: number, note: string) =>
		call<OfficeContent>('PUT', one(id, '/review'), { body: note ? { note } : {}, version }),

	endReview: (id: string, version: number, note: string) =>
		call<OfficeContent>('PUT', one(id, '/return'), { body: note ? { note } : {}, version }),

	publish: (
		id: string,
		version: number,
		body: { publish_at?: string; expires_at?: string; override_reason?: string }
	) => call<OfficeContent>('PUT', one(id, '/publication'), { body, version }),

	withdraw: (id: string, version: number, body: { reason: string; redirect_to?: string }) =>
		call<OfficeContent>('PUT', one(id, '/withdrawal'), { body, version }),

	archive: (id: string, version: number) => call<OfficeContent>('PUT', one(id, '/archiving'), { version }),

	unarchive: (id: string, version: number) => call<OfficeContent>('DELETE', one(id, '/archiving'), { version }),

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

	mediaOne: (id: string, fetch?: Fetch) => call<OfficeMedia>('GET', oneFile(id), { fetch }),

	mediaSave: (id: string, version: number, patch: Partial<Media>) =>
		call<OfficeMedia>('PATCH', oneFile(id), { body: patch, version, type: merge }),

	mediaRemove: (id: string) => call<void>('DELETE', oneFile(id)),

	mediaUpload: (body: FormData, onprogress?: (share: number) => void) =>
		upload<OfficeMedia>('/office/media', body, onprogress),

	mediaReplace: (id: string, body: FormData, onprogress?: (share: number) => void) =>
		upload<OfficeMedia>(oneFile(id, '/file'), body, onprogress, 'PUT'),

	captionsSave: (id: string, language: string, body: FormData) =>
		upload<OfficeMedia>(oneFile(id, `/captions/${language}`), body, undefined, 'PUT'),

	captionsRemove: (id: string, language: string) => call<void>('DELETE', oneFile(id, `/captions/${language}`)),

	site: (fetch?: Fetch) => call<OfficeSite>('GET', '/office/site', { fetch }),

	saveSite: (settings: SiteSettings, version: number) =>
		call<OfficeSite>('PUT', '/office/site', { body: settings, version }),

	evidence: (fetch?: Fetch) => call<{ items: Evidence[] }>('GET', '/office/evidence', { fetch }),

	saveEvidence: (slot: string, contents: string[], version: number) =>
		call<Evidence>('PUT', `/office/evidence/${encodeURIComponent(slot)}`, { body: { contents }, version }),

	editors: (fetch?: Fetch) => call<{ items: Editor[] }>('GET', '/office/editors', { fetch }),

	saveGrants: (operator: string, grants: Grant[]) =>
		call<{ operator_id: string; grants: Grant[] }>('PUT', `/office/editors/${encodeURIComponent(operator)}`, {
			body: { grants }
		}),

	redirects: (query: Query, fetch?: Fetch) =>
		call<{ items: Redirect[]; next_cursor?: string }>('GET', '/office/redirects', { query, fetch }),

	addRedirect: (body: { from_path: string; to_path?: string; gone?: boolean }) =>
		call<Redirect>('POST', '/office/redirects', { body }),

	removeRedirect: (id: string) => call<void>('DELETE', `/office/redirects/${encodeURIComponent(id)}`)
};
