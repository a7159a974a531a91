/** Formal checks of the values that Italian forms ask for. */

/** squeeze removes spaces and raises the case, as people type codes in groups. */
export function squeeze(value: string): string {
	return value.replace(/[\s.-]/g, '').toUpperCase();
}

const ibanLengths: Record<string, number> = { IT: 27, SM: 27 };

/** ibanValid checks length, letters and the remainder of an IBAN (ISO 13616). */
export function ibanValid(value: string): boolean {
	const iban = squeeze(value);
	if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
	const length = ibanLengths[iban.slice(0, 2)];
	if (length && iban.length !== length) return false;
	let remainder = 0;
	for (const c of iban.slice(4) + iban.slice(0, 4)) {
		for (const digit of parseInt(c, 36).toString()) remainder = (remainder * 10 + Number(digit)) % 97;
	}
	return remainder === 1;
}

/** plateValid accepts the Italian plates in use for vehicles with an engine. */
export function plateValid(value: string): boolean {
	const plate = squeeze(value);
	return /^[A-Z]{2}\d{3}[A-Z]{2}$/.test(plate) || /^[A-Z]{2}\d{5,6}$/.test(plate);
}

/** emailValid asks for what a mail server can deliver to, and no more. */
export function emailValid(value: string): boolean {
	return value.length <= 254 && /^[^\s@<>(),;:"[\]\\]+@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/.test(value);
}

/** dateValid accepts days that exist, written as year, month and day. */
export function dateValid(value: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
	const date = new Date(value + 'T00:00:00Z');
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** writeMoney writes cents without the currency, as the value of an input. */
export function writeMoney(cents: number): string {
	return new Intl.NumberFormat('it-IT', {
		minimumFractionDigits: 2,
		maximumFractionDigits: 2,
		useGrouping: 'always'
	}).format(cents / 100);
}
