package testkit

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"
)

// Answer is what the product answered to a request of a test.
type Answer struct {
	T    testing.TB
	Code int
	Head http.Header
	Raw  []byte
}

// Want ends the test unless the status is the given one.
func (a Answer) Want(code int) Answer {
	a.T.Helper()
	return a.OneOf(code)
}

// OneOf ends the test unless the status is among those given.
func (a Answer) OneOf(codes ...int) Answer {
	a.T.Helper()
	if !slices.Contains(codes, a.Code) {
		a.T.Fatalf("status = %d, want %v: %s", a.Code, codes, a.Raw)
	}
	return a
}

// Problem ends the test unless the answer is the problem with that code.
func (a Answer) Problem(status int, code string) {
	a.T.Helper()
	if got := a.Want(status).Str("code"); got != code {
		a.T.Fatalf("code = %s, want %s: %s", got, code, a.Raw)
	}
	if got := a.Head.Get("Content-Type"); got != "application/problem+json" {
		a.T.Errorf("content type = %s", got)
	}
}

// Body is the JSON object of the answer.
func (a Answer) Body() map[string]any {
	a.T.Helper()
	var v map[string]any
	if err := json.Unmarshal(a.Raw, &v); err != nil {
		a.T.Fatalf("%v: %s", err, a.Raw)
	}
	return v
}

// Str is a value inside the answer as text, empty when it is not there.
func (a Answer) Str(path ...string) string {
	a.T.Helper()
	var v any = a.Body()
	for _, key := range path {
		object, _ := v.(map[string]any)
		v = object[key]
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// Items are those of a page.
func (a Answer) Items() []map[string]any {
	a.T.Helper()
	return a.List("items")
}

// List is an array of objects inside the answer.
func (a Answer) List(key string) (out []map[string]any) {
	a.T.Helper()
	all, _ := a.Body()[key].([]any)
	for _, v := range all {
		object, _ := v.(map[string]any)
		out = append(out, object)
	}
	return out
}
