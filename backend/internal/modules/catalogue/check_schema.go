package catalogue

import (
	"errors"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// ownSchema checks the constraints that a service adds: they must be a valid
// schema and speak of answers that the form asks for.
func (c checker) ownSchema() {
	if c.schema == nil {
		c.def.schema = lazySchema(c.def.Form.Schema)
		return
	}
	schema, err := compileSchema(c.def.Form.Schema)
	if err != nil {
		line, reason := c.explainSchema(err)
		c.problem(schemaFile, line, "the schema is not valid: %s", reason)
		return
	}
	c.def.schema = func() (*jsonschema.Schema, error) { return schema, nil }
	c.knownProperties(c.schema, "")
}

// knownProperties refuses a property that no field asks for, which would
// constrain nothing.
func (c checker) knownProperties(n *node, prefix string) {
	for _, e := range propertiesOf(n) {
		key := strings.TrimPrefix(prefix+"."+e.key, ".")
		if !c.asks(key) {
			c.problem(schemaFile, e.line, "no field asks for %q", key)
			continue
		}
		c.knownProperties(e.value, key)
		if items := e.value.get("items"); items != nil {
			c.knownProperties(items, key+"[]")
		}
	}
}

func propertiesOf(n *node) []entry {
	if properties := n.get("properties"); properties != nil {
		return properties.entries
	}
	return nil
}

// asks tells whether a key is a field, or a group of fields.
func (c checker) asks(key string) bool {
	for known := range c.def.fields {
		if known == key || strings.HasPrefix(known, key+".") {
			return true
		}
	}
	return false
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
		path := leaf.InstanceLocation
		if len(path) > 2 && path[0] == "allOf" { // the service's own part of the schema
			path = path[2:]
		}
		n := c.schema
		for _, part := range path {
			if next := n.get(part); next != nil {
				n = next
			}
		}
		if n.line > line {
			line = n.line
			reason = strings.Join(path, ".") + " is not allowed by JSON Schema 2020-12"
		}
	})
	return line, reason
}
