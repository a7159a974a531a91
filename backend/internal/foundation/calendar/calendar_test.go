package calendar_test

import (
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/calendar"
)

func day(t *testing.T, text string) time.Time {
	t.Helper()
	date, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return date
}

func TestHolidays(t *testing.T) {
	for text, want := range map[string]bool{
		"2026-11-24": false, "2026-11-28": false, "2026-11-29": true, "2026-12-08": true, "2027-03-29": true, "2027-04-05": false,
		"2027-10-04": true, "2025-10-04": false, "2024-04-01": true, "2025-04-21": true, "2038-04-26": true, "2049-04-19": true,
	} {
		if got := calendar.Holiday(day(t, text)); got != want {
			t.Errorf("Holiday(%s) = %v", text, got)
		}
	}
}

func TestWorkingDaysAreCounted(t *testing.T) {
	for _, tt := range []struct {
		from string
		days int
		want string
	}{
		{"2026-11-24", 0, "2026-11-24"},
		{"2026-11-24", 3, "2026-11-27"},
		{"2026-11-24", 4, "2026-11-30"}, // over a weekend
		{"2026-12-04", 2, "2026-12-09"}, // over a weekend and the eighth
		{"2026-12-23", 3, "2026-12-29"}, // Christmas on a Friday, Saint Stephen on a Saturday
		{"2027-03-26", 1, "2027-03-30"}, // Easter
	} {
		if got := calendar.AddWorking(day(t, tt.from), tt.days).Format(time.DateOnly); got != tt.want {
			t.Errorf("%s + %d working days = %s, want %s", tt.from, tt.days, got, tt.want)
		}
	}
}
