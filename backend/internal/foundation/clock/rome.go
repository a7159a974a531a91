package clock

import (
	"time"
	_ "time/tzdata" // Italian days wherever the program runs
)

// Rome is the zone in which the days, terms and years of a municipality begin
// and end, and in which people read hours.
var Rome = func() *time.Location {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		panic(err) // the zones are built into the program
	}
	return rome
}()

// Midnight is when the Italian day of an instant began.
func Midnight(t time.Time) time.Time {
	y, m, d := t.In(Rome).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, Rome)
}
