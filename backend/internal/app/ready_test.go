package app_test

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"testing"
)

// TestAReadyAnswerIsTheSameAnswer reads the same address twice: the second
// answer comes from the cache, past the engine, and nobody can tell.
func TestAReadyAnswerIsTheSameAnswer(t *testing.T) {
	w := newWorld(t)
	first := w.get(stranger, "/services")
	first.Want(http.StatusOK)
	second := w.get(stranger, "/services")
	second.Want(http.StatusOK)
	if !bytes.Equal(first.Raw, second.Raw) {
		t.Error("the two bodies differ")
	}
	names := func(h http.Header) []string { return slices.Sorted(maps.Keys(h)) }
	if a, b := names(first.Head), names(second.Head); !slices.Equal(a, b) {
		t.Errorf("headers of the ready answer = %v, want %v", b, a)
	}
	for name := range first.Head {
		a, b := first.Head.Get(name), second.Head.Get(name)
		if same := a == b; same == (name == "X-Request-Id") {
			t.Errorf("%s: %q, then %q", name, a, b)
		}
	}
	etag := second.Head.Get("ETag")
	unchanged := w.send(stranger, http.MethodGet, "/services", nil, "If-None-Match", etag, "X-Request-Id", "mine")
	unchanged.Want(http.StatusNotModified)
	if got := unchanged.Head.Get("X-Request-Id"); got != "mine" {
		t.Errorf("request id = %q, want that of the request", got)
	}
	elsewhere := who{host: "pontefiume.localhost"}
	if bytes.Equal(w.get(elsewhere, "/tenant").Raw, w.get(stranger, "/tenant").Raw) {
		t.Error("one municipality got the answer of the other")
	}
}
