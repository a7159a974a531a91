import { api, mergePatch, request, upload } from '#lib/api/client.ts';
import { toProblem } from '#lib/api/problem.ts';
import type { Application, Attachment, DraftCalls, Outcome, Problem } from './types.ts';

/** settle turns a rejected call into the problem it carries. */
export async function settle<T>(call: Promise<T>): Promise<Outcome<T>> {
	try {
		return { data: await call };
	} catch (thrown) {
		return { problem: toProblem(thrown) };
	}
}

async function problemOf(call: Promise<unknown>): Promise<{ problem?: Problem }> {
	const outcome = await settle(call);
	return 'problem' in outcome ? { problem: outcome.problem } : {};
}

export function attachmentHref(applicationId: string, attachmentId: string): string {
	return `/api/v1/applications/${applicationId}/attachments/${attachmentId}`;
}

export function documentHref(applicationId: string, documentId: string): string {
	return `/api/v1/applications/${applicationId}/documents/${documentId}`;
}

export function uploadAttachment(
	id: string,
	key: string,
	file: File,
	onprogress?: (share: number) => void
): Promise<Outcome<Attachment>> {
	const body = new FormData();
	body.set('key', key);
	body.set('file', file, file.name);
	return settle(upload<Attachment>(`/applications/${id}/attachments`, body, onprogress));
}

function deleteAttachment(id: string, attachmentId: string): Promise<unknown> {
	return request(
		api().DELETE('/applications/{id}/attachments/{attachment_id}', {
			params: { path: { id, attachment_id: attachmentId } }
		})
	);
}

/** draftCalls are the calls of the editor on the API. */
export const draftCalls: DraftCalls = {
	read: (id) => settle(request(api().GET('/applications/{id}', { params: { path: { id } } }))),
	save: (id, version, patch) =>
		settle(
			request(
				api().PATCH('/applications/{id}', {
					params: { path: { id }, header: { 'If-Match': `"${version}"` } },
					headers: mergePatch,
					body: patch
				})
			)
		),
	upload: uploadAttachment,
	removeAttachment: (id, attachmentId) => problemOf(deleteAttachment(id, attachmentId)),
	async moveAttachment(id, attachment, key) {
		const answer = await fetch(attachmentHref(id, attachment.id));
		if (!answer.ok) return;
		const file = new File([await answer.blob()], attachment.file_name, { type: attachment.content_type });
		await deleteAttachment(id, attachment.id);
		await uploadAttachment(id, key, file);
	}
};

export function startApplication(serviceId: string): Promise<Outcome<Application>> {
	return settle(request(api().POST('/applications', { body: { service_id: serviceId } })));
}

export function submitApplication(id: string, key: string): Promise<Outcome<Application>> {
	return settle(
		request(
			api().PUT('/applications/{id}/submission', {
				params: { path: { id }, header: { 'Idempotency-Key': key } }
			})
		)
	);
}

export function deleteDraft(id: string): Promise<{ problem?: Problem }> {
	return problemOf(request(api().DELETE('/applications/{id}', { params: { path: { id } } })));
}

export function withdrawApplication(id: string, reason: string): Promise<Outcome<Application>> {
	return settle(request(api().PUT('/applications/{id}/withdrawal', { params: { path: { id } }, body: { reason } })));
}

export function answerIntegration(
	id: string,
	key: string,
	text: string,
	attachmentIds: string[]
): Promise<Outcome<Application>> {
	return settle(
		request(
			api().PUT('/applications/{id}/integration', {
				params: { path: { id }, header: { 'Idempotency-Key': key } },
				body: { text, attachment_ids: attachmentIds }
			})
		)
	);
}
