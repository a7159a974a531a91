/** folded takes accents and capitals away, to compare what people type. */
export function folded(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

/** slug is how a title is written in an address. */
export function slug(title: string): string {
	return folded(title)
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-|-$/g, '');
}
