package catalogue

import (
	"regexp"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/calendar"
)

// What a limit counts.
const (
	EachYear = "year" // applications of a calendar year
	EachOpen = "open" // those that are not closed yet
	Ever     = "ever"
)

var yearlyDay = regexp.MustCompile(`^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`)

func (w Window) valid() bool {
	if yearlyDay.MatchString(w.From) && yearlyDay.MatchString(w.To) {
		return true
	}
	from, ok := parseDate(w.From)
	to, okTo := parseDate(w.To)
	return ok && okTo && !to.Before(from)
}

// Due is the last day of a term that begins on a day.
func (d Deadline) Due(from time.Time) time.Time {
	if d.Unit == WorkingDays {
		return calendar.AddWorking(from, d.Days)
	}
	return from.AddDate(0, 0, d.Days)
}

// Period is a time from one day to another, both in it.
type Period struct{ From, To time.Time }

func (p Period) has(day time.Time) bool { return !day.Before(p.From) && !day.After(p.To) }

// around lists the periods of a window near a day: those of the year before,
// of the year and of the next when it comes back every year.
func (w Window) around(day time.Time) []Period {
	if from, ok := parseDate(w.From); ok {
		to, _ := parseDate(w.To)
		return []Period{{from, to}}
	}
	periods := make([]Period, 0, 3)
	for year := day.Year() - 1; year <= day.Year()+1; year++ {
		from, to := yearly(w.From, year), yearly(w.To, year)
		if to.Before(from) { // over the end of the year
			to = yearly(w.To, year+1)
		}
		periods = append(periods, Period{from, to})
	}
	return periods
}

// yearly is a day of a year; 29 February is the last of the month.
func yearly(day string, year int) time.Time {
	moment, err := time.Parse("2006-01-02", "2000-"+day) // a leap year
	if err != nil {
		return time.Time{}
	}
	date := time.Date(year, moment.Month(), moment.Day(), 0, 0, 0, 0, time.UTC)
	if date.Month() != moment.Month() {
		date = date.AddDate(0, 0, -1)
	}
	return date
}

// Window is the period in which the service can be asked for that is open on a
// day, or the next one; open tells which. A service without windows is always
// open and has none.
func (d *Definition) Window(today time.Time) (period Period, open bool) {
	if len(d.Limits.Windows) == 0 {
		return Period{}, true
	}
	day := time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC)
	for _, window := range d.Limits.Windows {
		for _, p := range window.around(day) {
			if p.has(day) {
				return p, true
			}
			if p.From.After(day) && (period.From.IsZero() || p.From.Before(period.From)) {
				period = p
			}
		}
	}
	return period, false
}
