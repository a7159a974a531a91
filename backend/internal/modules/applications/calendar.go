package applications

import (
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
)

// day is the Italian calendar day of an instant, at midnight UTC as date
// columns hold it.
func day(t time.Time) time.Time {
	y, m, d := t.In(clock.Rome).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// endOf is the first instant after the given day in Italy.
func endOf(date time.Time) time.Time {
	y, m, d := date.Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, clock.Rome)
}

// daysBetween counts the calendar days from one instant to another.
func daysBetween(from, to time.Time) int {
	return int(day(to).Sub(day(from)).Hours() / 24)
}
