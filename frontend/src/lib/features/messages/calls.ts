import { api, request, upload } from '#lib/api/client.ts';
import { toProblem, type Problem } from '#lib/api/problem.ts';
import type { Attachment, Message, Schema } from '#lib/api/types.ts';

export type Outcome<T> = { data: T } | { problem: Problem };

async function settle<T>(call: Promise<T>): Promise<Outcome<T>> {
	try {
		return { data: await call };
	} catch (thrown) {
		return { problem: toProblem(thrown) };
	}
}

export function readThread(applicationId: string): Promise<Outcome<Schema<'MessageList'>>> {
	return settle(request(api().GET('/applications/{id}/messages', { params: { path: { id: applicationId } } })));
}

export function markRead(applicationId: string): Promise<Outcome<unknown>> {
	return settle(request(api().PUT('/applications/{id}/messages/read', { params: { path: { id: applicationId } } })));
}

export function postMessage(
	applicationId: string,
	key: string,
	body: string,
	attachmentIds: string[]
): Promise<Outcome<Message>> {
	return settle(
		request(
			api().POST('/applications/{id}/messages', {
				params: { path: { id: applicationId }, header: { 'Idempotency-Key': key } },
				body: { body, attachment_ids: attachmentIds }
			})
		)
	);
}

/** attachToMessage leaves a file with the application until the message that carries it is sent. */
export function attachToMessage(
	applicationId: string,
	file: File,
	onprogress: (share: number) => void
): Promise<Outcome<Attachment>> {
	const form = new FormData();
	form.set('key', 'message');
	form.set('file', file, file.name);
	return settle(upload<Attachment>(`/applications/${applicationId}/attachments`, form, onprogress));
}

export function detach(applicationId: string, attachmentId: string): Promise<Outcome<unknown>> {
	return settle(
		request(
			api().DELETE('/applications/{id}/attachments/{attachment_id}', {
				params: { path: { id: applicationId, attachment_id: attachmentId } }
			})
		)
	);
}

export function listMessages(cursor?: string): Promise<Outcome<Schema<'MessagePage'>>> {
	return settle(request(api().GET('/me/messages', { params: { query: { cursor, limit: 20 } } })));
}

export function attachmentHref(applicationId: string, attachmentId: string): string {
	return `/api/v1/applications/${applicationId}/attachments/${attachmentId}`;
}
