import { api, data, request } from '#lib/api/client.ts';
import type { components } from '#lib/api/generated/schema.js';

type Fetch = typeof globalThis.fetch;
type Schemas = components['schemas'];

/** OfficeAssistance is a request for assistance as the office reads it. */
export type OfficeAssistance = Schemas['OfficeAssistance'];
/** AssistanceThread is a request as its author follows it. */
export type AssistanceThread = Schemas['AssistanceThread'];

/** The states of a request for assistance, in the order of the tabs. */
export const states = ['submitted', 'answered', 'closed'] as const;
export type State = (typeof states)[number];

const keyed = (key: string) => ({ 'Idempotency-Key': key });

/** listAssistance reads the requests of one state. */
export const listAssistance = (fetch: Fetch, status: State, cursor?: string) =>
	data(api(fetch).GET('/office/assistance-requests', { params: { query: { status, limit: 20, cursor } } }));

/** readAssistance reads a request; the reading is recorded. */
export const readAssistance = (fetch: Fetch, id: string) =>
	data(api(fetch).GET('/office/assistance-requests/{id}', { params: { path: { id } } }));

/** answerAssistance writes to the author; the same key is the same answer. */
export const answerAssistance = (id: string, key: string, body: string) =>
	request(
		api().POST('/office/assistance-requests/{id}/messages', {
			params: { path: { id }, header: keyed(key) },
			body: { body }
		})
	);

/** closeAssistance ends a request. */
export const closeAssistance = (id: string) =>
	request(api().PUT('/office/assistance-requests/{id}/closure', { params: { path: { id } } }));

/** readThread reads a request by the secret part of its address. */
export const readThread = (fetch: Fetch, token: string) =>
	data(api(fetch).GET('/assistance-requests/{token}', { params: { path: { token } } }));

/** replyThread writes to the office again. */
export const replyThread = (token: string, key: string, body: string) =>
	request(
		api().POST('/assistance-requests/{token}/messages', {
			params: { path: { token }, header: keyed(key) },
			body: { body }
		})
	);

/** readStatistics sums up what people think. */
export const readStatistics = (fetch: Fetch, scope: 'page' | 'service') =>
	data(api(fetch).GET('/rating-statistics', { params: { query: { scope } } }));

/** readComments reads what people wrote, newest first. */
export const readComments = (fetch: Fetch, cursor?: string) =>
	data(api(fetch).GET('/office/rating-comments', { params: { query: { limit: 20, cursor } } }));

/** readSynonyms reads the words that mean the same to who searches. */
export const readSynonyms = (fetch: Fetch) => data(api(fetch).GET('/office/search/synonyms'));

/** putSynonyms replaces them. */
export const putSynonyms = (groups: string[][]) => request(api().PUT('/office/search/synonyms', { body: { groups } }));

/** rebuildIndex has the search index made anew. */
export const rebuildIndex = () => request(api().POST('/office/search/rebuilds'));
