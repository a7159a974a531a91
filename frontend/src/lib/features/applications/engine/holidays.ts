/** The national holidays of Italy that fall on the same day every year (month-day), with the first year of the young ones. */
const fixed: Record<string, number> = {
	'01-01': 0,
	'01-06': 0,
	'04-25': 0,
	'05-01': 0,
	'06-02': 0,
	'08-15': 0,
	'10-04': 2026, // Saint Francis, law 151/2025
	'11-01': 0,
	'12-08': 0,
	'12-25': 0,
	'12-26': 0
};

/** easterMonday is the day after Easter of a year (the anonymous Gregorian computus). */
export function easterMonday(year: number): string {
	const century = Math.floor(year / 100);
	const inCentury = year % 100;
	const golden = year % 19;
	const g = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
	const epact = (19 * golden + century - Math.floor(century / 4) - g + 15) % 30;
	const sunday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
	const late = Math.floor((golden + 11 * epact + 22 * sunday) / 451);
	const days = epact + sunday - 7 * late + 114;
	const [month, day] = [Math.floor(days / 31), (days % 31) + 1];
	return new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10);
}

/** isHoliday tells whether a day is a Sunday or a national holiday. */
export function isHoliday(day: string): boolean {
	if (weekday(day) === 7) return true;
	const year = Number(day.slice(0, 4));
	const since = fixed[day.slice(5)];
	return (since !== undefined && year >= since) || day === easterMonday(year);
}

/** weekday is the ISO day of the week: 1 is Monday, 7 is Sunday. */
export function weekday(day: string): number {
	return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}
