import type { Schema } from '#lib/api/types.ts';
import type { Problem as ApiProblem } from '#lib/api/problem.ts';
import type { Data } from './engine/types.ts';

export type Application = Schema<'Application'>;
export type ApplicationSummary = Schema<'ApplicationSummary'>;
export type Attachment = Schema<'Attachment'>;
export type Problem = ApiProblem;

/** What came back: the body, or what went wrong. */
export type Outcome<T> = { data: T } | { problem: Problem };

export type DraftPatch = {
	data?: Data;
	step?: string;
	privacy_accepted?: boolean;
	declarations?: string[];
};

/** DraftCalls is what the editor of a draft asks of the API. */
export type DraftCalls = {
	read(id: string): Promise<Outcome<Application>>;
	save(id: string, version: number, patch: DraftPatch): Promise<Outcome<Application>>;
	upload(id: string, key: string, file: File, onprogress: (share: number) => void): Promise<Outcome<Attachment>>;
	removeAttachment(id: string, attachmentId: string): Promise<{ problem?: Problem }>;
	moveAttachment(id: string, attachment: Attachment, key: string): Promise<void>;
};
