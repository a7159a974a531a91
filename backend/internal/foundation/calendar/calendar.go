// Package calendar knows the working days of Italian offices.
package calendar

import "time"

// fixed are the national holidays that fall on the same day every year (month
// and day), with the first year of the young ones.
var fixed = map[string]int{
	"01-01": 0, "01-06": 0, "04-25": 0, "05-01": 0, "06-02": 0, "08-15": 0,
	"10-04": 2026, // Saint Francis, law 151/2025
	"11-01": 0, "12-08": 0, "12-25": 0, "12-26": 0,
}

// Holiday tells whether a day is a Sunday or a national holiday.
func Holiday(day time.Time) bool {
	if day.Weekday() == time.Sunday {
		return true
	}
	since, known := fixed[day.Format("01-02")]
	if known && day.Year() >= since {
		return true
	}
	month, date := easterMonday(day.Year())
	return day.Month() == month && day.Day() == date
}

// Working tells whether offices work on a day: from Monday to Friday, but for
// the holidays.
func Working(day time.Time) bool { return day.Weekday() != time.Saturday && !Holiday(day) }

// AddWorking moves a day by a number of working days. The first day does not
// count, the last one is a working day.
func AddWorking(day time.Time, days int) time.Time {
	for days > 0 {
		day = day.AddDate(0, 0, 1)
		if Working(day) {
			days--
		}
	}
	return day
}

// easterMonday is the day after Easter (the anonymous Gregorian computus).
func easterMonday(year int) (time.Month, int) {
	century, inCentury, golden := year/100, year%100, year%19
	g := (century - (century+8)/25 + 1) / 3
	epact := (19*golden + century - century/4 - g + 15) % 30
	sunday := (32 + 2*(century%4) + 2*(inCentury/4) - epact - inCentury%4) % 7
	late := (golden + 11*epact + 22*sunday) / 451
	days := epact + sunday - 7*late + 114
	monday := time.Date(year, time.Month(days/31), days%31+2, 0, 0, 0, 0, time.UTC)
	return monday.Month(), monday.Day()
}
