package clock

import (
	"testing"
	"time"
)

func TestFixedMovesOnlyWhenTold(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	c := NewFixed(start)
	for range 2 {
		if got := c.Now(); !got.Equal(start) {
			t.Fatalf("now = %s, want %s", got, start)
		}
	}
	c.Advance(90 * time.Minute)
	if want := start.Add(90 * time.Minute); !c.Now().Equal(want) {
		t.Fatalf("after Advance: %s, want %s", c.Now(), want)
	}
	c.Set(start)
	if !c.Now().Equal(start) {
		t.Fatalf("after Set: %s, want %s", c.Now(), start)
	}
}

func TestSystemIsUTCWithMicroseconds(t *testing.T) {
	now := System.Now()
	if now.Location() != time.UTC || now.Nanosecond()%1000 != 0 {
		t.Fatalf("now = %v", now)
	}
}

func TestMidnightIsThatOfTheItalianDay(t *testing.T) {
	for at, want := range map[string]string{
		"2026-11-23T22:59:59Z": "2026-11-22T23:00:00Z",
		"2026-11-23T23:00:00Z": "2026-11-23T23:00:00Z",
		"2026-03-29T10:00:00Z": "2026-03-28T23:00:00Z", // the hour changes after midnight
		"2026-03-29T22:30:00Z": "2026-03-29T22:00:00Z",
	} {
		moment, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := Midnight(moment).UTC().Format(time.RFC3339); got != want {
			t.Errorf("midnight of %s is %s, not %s", at, got, want)
		}
	}
}
