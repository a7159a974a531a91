import { formatName } from '#lib/pure/files.ts';
import type { Media } from './types.ts';

/** What each kind of file may be; the server checks the content too. */
export const acceptedOf: Record<string, string[]> = {
	image: ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/svg+xml'],
	document: [
		'application/pdf',
		'.odt',
		'.ods',
		'.odp',
		'.docx',
		'.xlsx',
		'.pptx',
		'.epub',
		'.csv',
		'.json',
		'.xml',
		'.txt',
		'.rtf',
		'.zip',
		'.p7m'
	],
	video: ['video/mp4', 'video/webm'],
	audio: ['audio/mpeg', 'audio/mp4', '.m4a', 'audio/ogg', 'audio/wav']
};

/** How many bytes a file of each kind may have. */
export const maxBytesOf: Record<Media['kind'], number> = {
	image: 20 * 1024 ** 2,
	document: 50 * 1024 ** 2,
	audio: 100 * 1024 ** 2,
	video: 500 * 1024 ** 2
};

/** kindOfFile is the kind of a file by what the browser says of it. */
export function kindOfFile(file: File): Media['kind'] {
	const kind = file.type.split('/')[0];
	return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'document';
}

/** thumbnail is a small picture of an image, or nothing. */
export function thumbnail(file: Media, width = 320): string | undefined {
	if (file.kind !== 'image') return undefined;
	const fitting = file.renditions
		.filter((rendition) => rendition.format === 'webp' || rendition.format === 'jpeg')
		.toSorted((a, b) => Math.abs(a.width - width) - Math.abs(b.width - width))[0];
	return fitting?.url ?? file.url;
}

/** titleFromName proposes a title: the file's name without its end and its dashes. */
export function titleFromName(name: string): string {
	const words = name
		.replace(/\.[^.]+$/, '')
		.replaceAll(/[-_.]+/g, ' ')
		.trim();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** lacksAlt tells whether nobody said what a picture shows; an empty text says that it only decorates. */
export function lacksAlt(file: Media): boolean {
	return file.kind === 'image' && Object.keys(file.alt).length === 0;
}

/** formatOf is the short name of a file's format, from the end of its name: PDF, ODT. */
export function formatOf(file: Media): string {
	return /\.([a-z0-9]{2,4})$/i.exec(file.file_name)?.[1]?.toUpperCase() ?? formatName(file.mime);
}
