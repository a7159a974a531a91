import { lang } from '#lib/i18n/index.ts';
import { words } from '#lib/i18n/localised.ts';
import { m } from '#lib/i18n/page.ts';
import { formatBytes } from '#lib/pure/files.ts';
import type { Localized, Media } from '../types.ts';

/** formatOf is the format of a file as people know it: PDF, CSV. */
export function formatOf(file: Media): string {
	const parts = file.file_name.split('.');
	return (parts.length > 1 ? (parts.at(-1) ?? '') : (file.mime.split('/').at(-1) ?? '')).toUpperCase();
}

/** fileText is what a link to a file says: its title, format and size. */
export function fileText(file: Media, label?: Localized): string {
	const title = words(label) || words(file.title) || file.file_name;
	return m.file_of({ title, format: formatOf(file), size: formatBytes(file.size, lang()) });
}
