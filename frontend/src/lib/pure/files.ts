/** formatBytes writes a size for people; `lang` decides the decimal mark. */
export function formatBytes(bytes: number, lang: string): string {
	const write = (n: number, digits: number) =>
		new Intl.NumberFormat(lang === 'en' ? 'en-GB' : 'it-IT', { maximumFractionDigits: digits }).format(n);
	if (bytes < 1000) return `${bytes} B`;
	if (bytes < 1_000_000) return `${write(bytes / 1000, 0)} kB`;
	return `${write(bytes / 1_000_000, 1)} MB`;
}

const names: Record<string, string> = {
	'application/pdf': 'PDF',
	'image/jpeg': 'JPG',
	'image/png': 'PNG',
	'application/pkcs7-mime': 'P7M'
};

/** formatName is the short name of a media type: PDF, JPG. */
export function formatName(mediaType: string): string {
	return names[mediaType] ?? mediaType.split('/').pop()?.toUpperCase() ?? mediaType;
}

/** Endings of the kinds that browsers do not always recognise. */
const endings: Record<string, string[]> = { 'application/pkcs7-mime': ['.p7m'] };

/** acceptList is what a file input is told: kinds that browsers do not know go with their endings. */
export function acceptList(accept: string[]): string {
	return accept.flatMap((rule) => [rule, ...(endings[rule] ?? [])]).join(',');
}

/** isAccepted tells whether a file's type or name is among `accept` (media types, `image/*`, or `.pdf`). */
export function isAccepted(file: { name: string; type: string }, accept: string[]): boolean {
	if (accept.length === 0) return true;
	return accept.some((rule) => {
		if (rule.startsWith('.')) return file.name.toLowerCase().endsWith(rule.toLowerCase());
		if (rule.endsWith('/*')) return file.type.startsWith(rule.slice(0, -1));
		const ends = (ending: string) => file.name.toLowerCase().endsWith(ending);
		return file.type === rule || (endings[rule]?.some(ends) ?? false);
	});
}
