/** formatMoney writes cents as euros: 16,00 €. */
export function formatMoney(cents: number, lang: string): string {
	return new Intl.NumberFormat(lang === 'en' ? 'en-IE' : 'it-IT', { style: 'currency', currency: 'EUR' }).format(
		cents / 100
	);
}

/** parseMoney reads what a person writes (12, 12,50, 1.234,50) into cents; null when it is not an amount. */
export function parseMoney(text: string): number | null {
	const clean = text.replaceAll(/[€\s]/g, '');
	if (!/^\d{1,3}(\.\d{3})*(,\d{1,2})?$|^\d+([.,]\d{1,2})?$/.test(clean)) return null;
	const thousands = /^\d{1,3}(\.\d{3})+(,\d{1,2})?$/.test(clean);
	const normal = thousands ? clean.replaceAll('.', '').replace(',', '.') : clean.replace(',', '.');
	return Math.round(Number(normal) * 100);
}
