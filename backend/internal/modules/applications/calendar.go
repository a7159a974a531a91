package applications

import (
	"time"
	_ "time/tzdata" // terms are counted on Italian days wherever the server runs
)

var rome = mustLocation("Europe/Rome")

func mustLocation(name string) *time.Location {
	location, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return location
}

// day is the Italian calendar day of an instant, at midnight UTC as date
// columns hold it.
func day(t time.Time) time.Time {
	y, m, d := t.In(rome).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// endOf is the first instant after the given day in Italy.
func endOf(date time.Time) time.Time {
	y, m, d := date.Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, rome)
}

// daysBetween counts the calendar days from one instant to another.
func daysBetween(from, to time.Time) int {
	return int(day(to).Sub(day(from)).Hours() / 24)
}
