/** Hours of the clock in Italy, as a `datetime-local` field reads and writes them. */
const zone = 'Europe/Rome';

/** toRome writes a moment as the Italian clock shows it: 2026-11-24T09:30. */
export function toRome(moment: string | null | undefined): string {
	const date = new Date(moment ?? '');
	if (Number.isNaN(date.getTime())) return '';
	const parts = new Intl.DateTimeFormat('en-CA', {
		timeZone: zone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23'
	}).formatToParts(date);
	const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
	return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** fromRome reads what the Italian clock shows as a moment; '' when it is no date. */
export function fromRome(local: string): string {
	const asUTC = Date.parse(`${local}:00Z`);
	if (Number.isNaN(asUTC)) return '';
	const offset = (at: number) => Date.parse(`${toRome(new Date(at).toISOString())}:00Z`) - at;
	// The offset of the guess may be the one before a change of the hour: ask again at the corrected moment.
	const guess = asUTC - offset(asUTC);
	return new Date(asUTC - offset(guess)).toISOString().replace('.000Z', 'Z');
}
