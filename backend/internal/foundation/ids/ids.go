// Package ids makes the identifiers of rows: UUIDs of version 7, whose order
// follows their creation, so that an index grows at its end.
package ids

import "github.com/google/uuid"

// New returns a new identifier. It panics only when the machine has no source
// of randomness left, and nothing safe can be done then.
func New() string {
	return uuid.Must(uuid.NewV7()).String()
}

// Valid tells whether s is a UUID in its usual form. Stores use it to answer
// "not found" instead of a database error for a malformed id in an address.
func Valid(s string) bool {
	return len(s) == 36 && uuid.Validate(s) == nil
}
