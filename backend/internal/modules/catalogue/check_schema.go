package catalogue

import (
	"errors"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// property checks that the schema knows the field and gives it the right type.
func (c checker) property(key, jsonType string, field *Field, pointer string) {
	if c.schema == nil {
		return
	}
	at := c.schema
	for _, part := range strings.Split(strings.ReplaceAll(key, "[]", ".[]"), ".") {
		at = c.resolve(at)
		if part == "[]" {
			at = at.get("items")
		} else {
			at = at.get("properties").get(part)
		}
		if at == nil {
			c.in(pointer+"/key", "the field %q has no property in %s", key, c.schemaIn)
			return
		}
	}
	at = c.resolve(at)
	if got := at.get("type").text(); jsonType != "" && got != "" && got != jsonType && (jsonType != "number" || got != "integer") {
		c.problem(c.schemaIn, at.get("type").line, "the property of the field %q is %s, but a field of type %s needs %s", key, got, field.Type, jsonType)
	}
	c.enum(at, key, field)
}

// resolve follows a reference inside the same file.
func (c checker) resolve(n *node) *node {
	for range 8 {
		reference := n.get("$ref").text()
		if !strings.HasPrefix(reference, "#/") {
			return n
		}
		n = c.schema
		for _, part := range strings.Split(reference[2:], "/") {
			n = n.get(part)
		}
	}
	return n
}

// enum checks that the schema accepts every answer that the field offers.
func (c checker) enum(property *node, key string, field *Field) {
	values := property.get("enum")
	if values == nil {
		values = c.resolve(property.get("items")).get("enum")
	}
	if values == nil {
		return
	}
	for _, option := range field.Options {
		found := false
		for _, value := range values.items {
			found = found || value.text() == option.Value
		}
		if !found {
			c.problem(c.schemaIn, values.line, "the field %q offers %q, which its property does not accept", key, option.Value)
		}
	}
}

// explainSchema finds the line of what makes a schema invalid.
func (c checker) explainSchema(err error) (int, string) {
	var invalid *jsonschema.SchemaValidationError
	if errors.As(err, &invalid) {
		err = invalid.Err
	}
	var refused *jsonschema.ValidationError
	if !errors.As(err, &refused) {
		return 1, firstLine(err.Error())
	}
	line, reason := 1, firstLine(refused.Error())
	leaves(refused, func(leaf *jsonschema.ValidationError) {
		n := c.schema
		for _, part := range leaf.InstanceLocation {
			if next := n.get(part); next != nil {
				n = next
			}
		}
		if n.line > line {
			line = n.line
			reason = strings.Join(leaf.InstanceLocation, ".") + " is not allowed by JSON Schema 2020-12"
		}
	})
	return line, reason
}
