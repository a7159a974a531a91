package catalogue

import (
	"errors"
	"time"
)

var errNoToday = errors.New(`the example needs "today", the date for which it is written`)

// Example returns a complete valid application of a service that ships one:
// its data, the field keys of its attachments, and the declarations made. It
// is empty for a service without example.json.
func Example(def *Definition) (data map[string]any, attachments, declarations []string) {
	if def.Example == nil {
		return map[string]any{}, nil, nil
	}
	return clone(def.Example.Data), append([]string(nil), def.Example.Attachments...), append([]string(nil), def.Example.Declarations...)
}

// ExampleEnv is the person and the day for which the example is valid.
func ExampleEnv(def *Definition) Env {
	env, _ := def.exampleEnv()
	return env
}

func (d *Definition) exampleEnv() (Env, error) {
	if d.Example == nil {
		return Env{Today: time.Now()}, nil
	}
	today, ok := parseDate(d.Example.Today)
	if !ok {
		return Env{}, errNoToday
	}
	return Env{Today: today, Person: clone(d.Example.Person)}, nil
}

// CountFiles counts the files of each field key, as Validate wants them.
func CountFiles(keys []string) map[string]int {
	counts := make(map[string]int, len(keys))
	for _, key := range keys {
		counts[key]++
	}
	return counts
}
