/** Dates are shown in the Italian time zone, whatever the zone of the device. */
const zone = 'Europe/Rome';

/** formatDate writes a day: 24 novembre 2026, or 24/11/2026 when short. */
export function formatDate(value: string | null | undefined, lang: string, style: 'long' | 'short' = 'long'): string {
	const date = parse(value);
	if (!date) return '';
	const options: Intl.DateTimeFormatOptions =
		style === 'long'
			? { day: 'numeric', month: 'long', year: 'numeric' }
			: { day: '2-digit', month: '2-digit', year: 'numeric' };
	return new Intl.DateTimeFormat(locale(lang), { ...options, timeZone: zone }).format(date);
}

/** formatDateTime writes a day and an hour: 24/11/2026, 09:30. */
export function formatDateTime(value: string | null | undefined, lang: string): string {
	const date = parse(value);
	if (!date) return '';
	return new Intl.DateTimeFormat(locale(lang), {
		day: '2-digit',
		month: '2-digit',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		timeZone: zone
	}).format(date);
}

/** dateParts gives day, short month and year for the calendar blocks. */
export function dateParts(value: string, lang: string): { day: string; month: string; year: string } | null {
	const date = parse(value);
	if (!date) return null;
	const part = (o: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat(locale(lang), { ...o, timeZone: zone }).format(date);
	return { day: part({ day: '2-digit' }), month: part({ month: 'short' }), year: part({ year: 'numeric' }) };
}

/** formatMonth writes a month and its year: novembre 2026. */
export function formatMonth(value: string | null | undefined, lang: string): string {
	const date = parse(value);
	if (!date) return '';
	return new Intl.DateTimeFormat(locale(lang), { month: 'long', year: 'numeric', timeZone: zone }).format(date);
}

/** formatWeekday writes the day of the week: martedì. */
export function formatWeekday(value: string | null | undefined, lang: string): string {
	const date = parse(value);
	return date ? new Intl.DateTimeFormat(locale(lang), { weekday: 'long', timeZone: zone }).format(date) : '';
}

/** todayIn gives today as YYYY-MM-DD in the Italian time zone. */
export function todayInItaly(now: Date = new Date()): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
		now
	);
}

/** addDays moves a day (YYYY-MM-DD) forward, or back when negative. */
export function addDays(day: string, count: number): string {
	return new Date(Date.parse(`${day}T12:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** daysUntil counts calendar days from today to a day: negative when it has passed. */
export function daysUntil(day: string, now: Date = new Date()): number {
	const due = day.length > 10 ? todayInItaly(new Date(day)) : day;
	return Math.round((Date.parse(`${due}T00:00:00Z`) - Date.parse(`${todayInItaly(now)}T00:00:00Z`)) / 86_400_000);
}

function parse(value: string | null | undefined): Date | null {
	if (!value) return null;
	const date = new Date(value.length === 10 ? `${value}T12:00:00Z` : value);
	return Number.isNaN(date.getTime()) ? null : date;
}

function locale(lang: string): string {
	return lang === 'en' ? 'en-GB' : 'it-IT';
}
