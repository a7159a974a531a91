/** Formal checks of the values that Italian forms ask for; they agree with those of the server. */

/** squeeze removes what people put between the groups of a code, and raises the case. */
export function squeeze(value: string): string {
	return value.replace(/[\s-]/g, '').toUpperCase();
}

/** ibanValid checks length, letters and the remainder of an IBAN (ISO 13616). */
export function ibanValid(value: string): boolean {
	const iban = squeeze(value);
	if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
	if (iban.startsWith('IT') && iban.length !== 27) return false;
	let remainder = 0;
	for (const c of iban.slice(4) + iban.slice(0, 4)) {
		for (const digit of parseInt(c, 36).toString()) remainder = (remainder * 10 + Number(digit)) % 97;
	}
	return remainder === 1;
}

const plates = [
	/^[A-HJ-NPR-TV-Z]{2}[0-9]{3}[A-HJ-NPR-TV-Z]{2}$/, // since 1994
	/^[A-HJ-NPR-TV-Z]{2}[0-9]{5}$/, // motorcycles
	/^(?:ROMA|[A-Z]{2})[A-Z0-9][0-9]{4,5}$/ // plates of the provinces
];

/** plateValid accepts the Italian number plates, of today or older. */
export function plateValid(value: string): boolean {
	const plate = squeeze(value);
	return plates.some((shape) => shape.test(plate));
}

/** phoneValid accepts digits with the signs that people put between them. */
export function phoneValid(value: string): boolean {
	return /^\+?[0-9][0-9 ()./-]{4,18}[0-9]$/.test(value.trim());
}

/** emailValid asks for what a mail server can deliver to, and no more. */
export function emailValid(value: string): boolean {
	return value.length <= 254 && /^[^\s@<>",;]+@[^\s@<>",;]+\.[A-Za-z]{2,63}$/.test(value);
}

/** dateValid accepts days that exist, written as year, month and day. */
export function dateValid(value: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
	const date = new Date(value + 'T00:00:00Z');
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** urlValid accepts web addresses, with their protocol. */
export function urlValid(value: string): boolean {
	if (value.length > 2048 || !/^https?:\/\/[^\s/?#@]+/i.test(value)) return false;
	return URL.canParse(value) && /^[^.]+(\.[^.]+)+$/.test(new URL(value).hostname);
}

/** noticeCodeValid accepts the number of a pagoPA notice: 18 digits, the first of which says how it is made. */
export function noticeCodeValid(value: string): boolean {
	return /^[0-3]\d{17}$/.test(value);
}

/** timeMinutes reads hours and minutes as minutes after midnight; undefined when they are no time of the day. */
export function timeMinutes(value: unknown): number | undefined {
	const parts = typeof value === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value) : null;
	return parts ? Number(parts[1]) * 60 + Number(parts[2]) : undefined;
}

const monthLetters = 'ABCDEHLMPRST';

/** digitsOf reads digits that letters may stand for, as in the codes of two people who would share one. */
function digitsOf(code: string): number {
	return Number(code.replace(/[LMNPQRSTUV]/g, (c) => String('LMNPQRSTUV'.indexOf(c))));
}

/** taxCodeBornOn tells whether a code of sixteen characters can be of somebody born on that day. */
export function taxCodeBornOn(code: string, date: string): boolean {
	if (code.length !== 16) return true;
	const [year, month, day] = date.split('-').map(Number) as [number, number, number];
	return (
		digitsOf(code.slice(6, 8)) === year % 100 &&
		monthLetters.indexOf(code[8]!) + 1 === month &&
		digitsOf(code.slice(9, 11)) % 40 === day
	);
}

/** taxCodeOfGender tells whether a code can be of somebody of that sex: women have forty added to their day. */
export function taxCodeOfGender(code: string, gender: string): boolean {
	if (code.length !== 16) return true;
	const female = digitsOf(code.slice(9, 11)) > 40;
	if (/^f/i.test(gender)) return female;
	return /^m/i.test(gender) ? !female : true;
}

/** elevenDigitsValid checks a VAT number, or a provisional tax code, which has the same check digit. */
export function elevenDigitsValid(code: string): boolean {
	if (!/^\d{11}$/.test(code)) return false;
	const sum = [...code].reduce((total, c, i) => {
		const digit = Number(c) * (i % 2 === 1 ? 2 : 1);
		return total + (digit > 9 ? digit - 9 : digit);
	}, 0);
	return sum % 10 === 0;
}

/** writeMoney writes cents without the currency, as the value of an input. */
export function writeMoney(cents: number): string {
	return new Intl.NumberFormat('it-IT', {
		minimumFractionDigits: 2,
		maximumFractionDigits: 2,
		useGrouping: 'always'
	}).format(cents / 100);
}
