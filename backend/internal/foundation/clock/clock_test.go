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
