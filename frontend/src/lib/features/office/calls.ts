import { api, request } from '#lib/api/client.ts';
import type { Message, OfficeApplication } from '#lib/api/types.ts';

const path = (id: string) => ({ path: { id } });
const keyed = (id: string, key: string) => ({ ...path(id), header: { 'Idempotency-Key': key } });

/** Each act of the office. `key` names one attempt: repeating it never acts twice. */
export const officeCalls = {
	takeInCharge: (id: string): Promise<OfficeApplication> =>
		request(api().PUT('/office/applications/{id}/assignment', { params: path(id) })),

	release: (id: string): Promise<OfficeApplication> =>
		request(api().DELETE('/office/applications/{id}/assignment', { params: path(id) })),

	write: (id: string, key: string, body: string): Promise<Message> =>
		request(api().POST('/office/applications/{id}/messages', { params: keyed(id, key), body: { body } })),

	askIntegration: (
		id: string,
		key: string,
		body: { text: string; keys: string[]; due_days: number }
	): Promise<OfficeApplication> =>
		request(api().POST('/office/applications/{id}/integration-requests', { params: keyed(id, key), body })),

	decide: (
		id: string,
		key: string,
		body: { outcome: 'accepted' | 'rejected'; reasons: string }
	): Promise<OfficeApplication> =>
		request(api().PUT('/office/applications/{id}/decision', { params: keyed(id, key), body })),

	retryJob: (id: string): Promise<void> => request(api().POST('/office/jobs/{id}/retry', { params: path(id) })),

	/** offer says what the municipality does with a service of the catalogue; the office stays the one it has. */
	offer: (id: string, status: 'active' | 'suspended' | 'disabled', office: string): Promise<void> =>
		request(api().PUT('/office/services/{id}/offer', { params: path(id), body: { status, office } }))
};

/** attachmentHref is where the office reads a file of an application. */
export function attachmentHref(applicationId: string, attachmentId: string): string {
	return `/api/v1/office/applications/${applicationId}/attachments/${attachmentId}`;
}

/** documentHref is where the office reads a document it issued. */
export function documentHref(applicationId: string, documentId: string): string {
	return `/api/v1/office/applications/${applicationId}/documents/${documentId}`;
}
