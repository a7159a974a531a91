package app_test

import (
	"testing"
	"time"
)

// TestTheDemoWebsites loads the websites of both municipalities and counts
// what is in them.
func TestTheDemoWebsites(t *testing.T) {
	w := newEmptyWorld(t)
	start := time.Now()
	w.ok(w.app.SeedWebsites(t.Context()))
	t.Logf("seeded in %s", time.Since(start))
	start = time.Now()
	w.ok(w.app.SeedWebsites(t.Context()))
	t.Logf("seeded again in %s", time.Since(start))
}
