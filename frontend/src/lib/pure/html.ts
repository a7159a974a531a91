const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#34': '"', nbsp: ' ' };

/** htmlText reads the words of a formatted text, for places that take no markup. */
export function htmlText(html: string): string {
	return html
		.replaceAll(/<[^>]*>/g, ' ')
		.replace(/&(amp|lt|gt|quot|#39|#34|nbsp);/g, (_, name: string) => entities[name] ?? '')
		.replaceAll(/\s+/g, ' ')
		.trim();
}
