package database

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gorm.io/gorm/clause"
)

// Limit returns a LIMIT with the number in the SQL itself; use it as
// .Clauses(database.Limit(20)). With a parameter PostgreSQL finds its generic
// plan too expensive and plans the query again at every call.
func Limit(n int) clause.Expression {
	return limitClause(max(n, 0))
}

type limitClause int

// Name is the place of the clause in the statement.
func (limitClause) Name() string { return "LIMIT" }

// Build writes the clause.
func (l limitClause) Build(b clause.Builder) {
	_, _ = b.WriteString("LIMIT " + strconv.Itoa(int(l)))
}

// MergeClause puts the clause in the statement; the last one given wins.
func (l limitClause) MergeClause(c *clause.Clause) {
	c.Name = "" // Build writes the word
	c.Expression = l
}

// literalLimit writes GORM's own limits, those of First and Take too, as Limit
// does.
func literalLimit(c clause.Clause, b clause.Builder) {
	limit, ok := c.Expression.(clause.Limit)
	if !ok {
		c.Build(b)
		return
	}
	words := []string{}
	if limit.Limit != nil && *limit.Limit >= 0 {
		words = append(words, "LIMIT "+strconv.Itoa(*limit.Limit))
	}
	if limit.Offset > 0 {
		words = append(words, "OFFSET "+strconv.Itoa(limit.Offset))
	}
	_, _ = b.WriteString(strings.Join(words, " "))
}

// JSON is a jsonb column whose content the owner of the row decodes. A nil
// JSON is NULL.
type JSON []byte

// ToJSON encodes v for a column. It panics when v has no JSON form, which is
// a fault of the program.
func ToJSON(v any) JSON {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("database: %T has no JSON form: %v", v, err))
	}
	return b
}

// Into decodes the column into v; NULL leaves v as it is.
func (j JSON) Into(v any) error {
	if len(j) == 0 {
		return nil
	}
	return json.Unmarshal(j, v)
}

// GormDataType is the type of the column.
func (JSON) GormDataType() string { return "jsonb" }

// Value is what the driver writes.
func (j JSON) Value() (driver.Value, error) {
	if len(j) == 0 {
		return nil, nil
	}
	if !json.Valid(j) {
		return nil, errors.New("database: a JSON column would get something else")
	}
	return string(j), nil
}

// Scan reads the column.
func (j *JSON) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*j = nil
	case []byte:
		*j = bytes.Clone(v)
	case string:
		*j = []byte(v)
	default:
		return fmt.Errorf("database: %T in a JSON column", src)
	}
	return nil
}

// MarshalJSON passes the content on as it is.
func (j JSON) MarshalJSON() ([]byte, error) {
	if len(j) == 0 {
		return []byte("null"), nil
	}
	return j, nil
}

// UnmarshalJSON keeps the content as it is.
func (j *JSON) UnmarshalJSON(b []byte) error {
	*j = bytes.Clone(b)
	return nil
}
