package catalogue

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

const dateLayout = "2006-01-02"

// get reads the value at a dotted path; nil when it is not there.
func get(data map[string]any, path string) any {
	var current any = data
	for _, key := range strings.Split(path, ".") {
		object, ok := current.(map[string]any)
		if !ok {
			return nil
		}
		current = object[key]
	}
	return current
}

// set writes value at a dotted path and makes the objects on the way.
func set(data map[string]any, path string, value any) {
	keys := strings.Split(path, ".")
	for _, key := range keys[:len(keys)-1] {
		next, ok := data[key].(map[string]any)
		if !ok {
			next = map[string]any{}
			data[key] = next
		}
		data = next
	}
	data[keys[len(keys)-1]] = value
}

// remove deletes the value at a dotted path and the objects it leaves empty.
// It says whether there was one.
func remove(data map[string]any, path string) bool {
	key, rest, nested := strings.Cut(path, ".")
	if !nested {
		_, found := data[key]
		delete(data, key)
		return found
	}
	child, ok := data[key].(map[string]any)
	if !ok {
		return false
	}
	found := remove(child, rest)
	if len(child) == 0 {
		delete(data, key)
	}
	return found
}

// empty tells whether a value counts as not given.
func empty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// pointerOf turns a field key such as children[0].tax_code into the JSON
// pointer /children/0/tax_code.
func pointerOf(key string) string {
	return "/" + strings.NewReplacer(".", "/", "[", "/", "]", "").Replace(key)
}

// itemKey is the key of a field inside the nth item of a list.
func itemKey(list string, index int, key string) string {
	return fmt.Sprintf("%s[%d].%s", list, index, key)
}

// genericKey replaces the indexes of a pointer's path, so that it names the
// field whatever the item: /children/0/name gives children[].name.
func genericKey(path []string) string {
	var b strings.Builder
	for i, part := range path {
		if _, err := strconv.Atoi(part); err == nil {
			b.WriteString("[]")
			continue
		}
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(part)
	}
	return b.String()
}

// parseDate reads a calendar date.
func parseDate(value any) (time.Time, bool) {
	text, ok := value.(string)
	if !ok {
		return time.Time{}, false
	}
	date, err := time.Parse(dateLayout, text)
	return date, err == nil
}
