import type { FormField } from './types.ts';

export type FileLimits = { maxFiles: number; maxBytes: number; accept: string[] };

/** fileLimits are those of a file field, with what holds when it says nothing. */
export function fileLimits(field: Pick<FormField, 'max_files' | 'max_bytes' | 'accept'>): FileLimits {
	return {
		maxFiles: field.max_files || 3,
		maxBytes: field.max_bytes || 10 * 1024 * 1024,
		accept: field.accept?.length ? field.accept : ['application/pdf', 'image/jpeg', 'image/png']
	};
}
