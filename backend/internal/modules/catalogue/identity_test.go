package catalogue_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
)

// wrongs are values that no identity field of a form can have.
var wrongs = []any{7.0, int64(7), true, "", []any{"x"}, []any{map[string]any{"a": 1}}, map[string]any{"a": "b"}}

// TestIdentityDataOfAWrongTypeGivesErrorsPeopleCanFind fills every form with an
// identity provider's data of the wrong type: one value at a time, then the
// object that holds it. Each error must lead to a field of the form.
func TestIdentityDataOfAWrongTypeGivesErrorsPeopleCanFind(t *testing.T) {
	defs := shippedServices(t)
	if len(defs) < 3 {
		t.Fatalf("%d services", len(defs))
	}
	for _, def := range defs {
		keys := slices.Sorted(maps.Keys(def.PrefillFrom))
		if len(keys) < 7 {
			t.Errorf("%s takes %v from the identity", def.ID, keys)
		}
		for _, key := range keys {
			for _, wrong := range wrongs {
				name := fmt.Sprintf("%s with %v as %s", def.ID, wrong, key)
				checkIdentityErrors(t, def, name, key, person(def.PrefillFrom[key], wrong))
				group, _, _ := strings.Cut(def.PrefillFrom[key], ".")
				checkIdentityErrors(t, def, name+" in a group", key, map[string]any{group: wrong})
			}
		}
	}
}

// person is somebody of whom one thing is known, wrongly.
func person(path string, wrong any) map[string]any {
	if group, field, nested := strings.Cut(path, "."); nested {
		return map[string]any{group: map[string]any{field: wrong}}
	}
	return map[string]any{path: wrong}
}

func checkIdentityErrors(t *testing.T, def *catalogue.Definition, name, key string, person map[string]any) {
	t.Helper()
	env := catalogue.Env{Today: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), Person: person}
	data, files, declarations := catalogue.Example(def)
	counts := map[string]int{}
	for _, file := range files {
		counts[file]++
	}
	group, _, _ := strings.Cut(key, ".")
	maps.Copy(data, def.Prefill(person)) // all the identity data of the group is what the provider said
	sent := def.Clean(data, env)
	found := def.Validate(sent, counts, declarations, env)
	if _, given := def.Prefill(person)[group]; given && len(found) == 0 {
		t.Errorf("%s: accepted as %v", name, sent[group])
	}
	for _, e := range found {
		if !strings.HasPrefix(e.Pointer, "/"+group+"/") || e.Code == "" || e.Step == "" || e.Section == "" ||
			e.Field != strings.ReplaceAll(strings.TrimPrefix(e.Pointer, "/"), "/", ".") {
			t.Errorf("%s: an error nobody can find: %+v", name, e)
		}
	}
}
