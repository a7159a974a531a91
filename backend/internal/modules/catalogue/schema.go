package catalogue

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

const draft2020 = "https://json-schema.org/draft/2020-12/schema"

// object is a JSON Schema, or a part of one.
type object = map[string]any

// deriveSchema is the JSON Schema of the data that follows from the layout,
// together with the constraints of the service's own.
func (d *Definition) deriveSchema(own json.RawMessage) json.RawMessage {
	root := emptyObject()
	for _, step := range d.Form.Steps {
		for _, section := range step.Sections {
			deriveFields(section.Fields, root, section.VisibleIf == "")
		}
	}
	root["$schema"], root["title"] = draft2020, d.Title.EN
	if own != nil {
		root["allOf"] = []any{own}
	}
	content, err := json.Marshal(root)
	if err != nil {
		panic(err) // plain data; own was read as JSON
	}
	return content
}

func emptyObject() object {
	return object{"type": "object", "properties": object{}, "additionalProperties": false}
}

// deriveFields adds the properties of fields to an object. What may be hidden
// is never required: the layout sees to it.
func deriveFields(fields []Field, in object, shown bool) {
	for i := range fields {
		field := &fields[i]
		if field.Type == "file" || field.Type == "info" {
			continue
		}
		required := shown && field.Required && field.VisibleIf == ""
		at := in
		keys := strings.Split(field.Key, ".")
		for _, key := range keys[:len(keys)-1] {
			at = child(at, key, required)
		}
		name := keys[len(keys)-1]
		properties(at)[name] = field.property()
		if required {
			require(at, name)
		}
	}
}

func properties(of object) object {
	known, ok := of["properties"].(object)
	if !ok { // a field and a group of the same name: the check reports it
		known = object{}
		of["properties"] = known
	}
	return known
}

func child(of object, key string, required bool) object {
	known, ok := properties(of)[key].(object)
	if !ok {
		known = emptyObject()
		properties(of)[key] = known
	}
	if required {
		require(of, key)
	}
	return known
}

func require(in object, name string) {
	names, _ := in["required"].([]string)
	if !slices.Contains(names, name) {
		in["required"] = append(names, name)
	}
}

// property is the schema of one answer.
func (f *Field) property() object {
	switch f.Type {
	case "list":
		item := emptyObject()
		deriveFields(f.Fields, item, true)
		return f.counted(object{"type": "array", "items": item})
	case "checkboxes", "ranking":
		return f.counted(object{"type": "array", "uniqueItems": true, "items": object{"type": "string", "enum": f.values()}})
	case "checkbox":
		return object{"type": "boolean"}
	case "number", "money", "year":
		return f.numeric()
	case "radio", "select":
		if f.Source == "" {
			return object{"type": "string", "enum": f.values()}
		}
	case "date":
		return object{"type": "string", "format": "date"}
	case "time":
		return object{"type": "string", "pattern": timeShape.String()}
	case "point":
		return object{"type": "object", "required": []string{"lat", "lon"}, "properties": object{
			"lat":   object{"type": "number", "minimum": -90, "maximum": 90},
			"lon":   object{"type": "number", "minimum": -180, "maximum": 180},
			"label": object{"type": "string", "maxLength": defaultTextLength},
		}, "additionalProperties": false}
	case "area":
		position := object{"type": "array", "items": object{"type": "number"}, "minItems": 2, "maxItems": 2}
		ring := object{"type": "array", "items": position, "minItems": 4}
		return object{"type": "object", "required": []string{"type", "coordinates"}, "properties": object{
			"type":          object{"const": "Polygon"},
			"coordinates":   object{"type": "array", "items": ring, "minItems": 1},
			"square_metres": object{"type": "integer"},
		}, "additionalProperties": false}
	case "signature":
		return object{"type": "string", "maxLength": maxSignature}
	case "computed":
		return object{}
	}
	return f.textual()
}

func (f *Field) textual() object {
	p := object{"type": "string", "maxLength": f.maxLength()}
	if f.MinLength != nil {
		p["minLength"] = *f.MinLength
	}
	if f.Pattern != "" {
		p["pattern"] = wholePattern(f.Pattern)
	}
	if f.Type == "email" {
		p["format"] = "email"
	}
	return p
}

// wholePattern applies a pattern to the whole text, as HTML does.
func wholePattern(pattern string) string { return "^(?:" + pattern + ")$" }

func (f *Field) numeric() object {
	p := object{"type": "number"}
	if f.Type != "number" || f.Integer {
		p["type"] = "integer"
	}
	if low, ok := asFloat(f.Min); ok {
		p["minimum"] = low
	}
	if high, ok := asFloat(f.Max); ok {
		p["maximum"] = high
	}
	return p
}

func (f *Field) counted(p object) object {
	if f.MinItems != nil {
		p["minItems"] = *f.MinItems
	}
	if f.MaxItems != nil {
		p["maxItems"] = *f.MaxItems
	}
	return p
}

func (f *Field) values() []string {
	values := make([]string, len(f.Options))
	for i, option := range f.Options {
		values[i] = option.Value
	}
	return values
}

var timeShape = regexp.MustCompile(`^(?:[01][0-9]|2[0-3]):[0-5][0-9]$`)

// What a field of files accepts unless it says otherwise.
const (
	defaultMaxFiles = 3
	defaultMaxBytes = 10 << 20
)

var (
	defaultAccept = []string{"application/pdf", "image/jpeg", "image/png"}
	mediaTypes    = map[string]string{
		"pdf": "application/pdf", "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png", "p7m": "application/pkcs7-mime",
	}
)

// fillDefaults writes what fields leave to a default, so that whoever shows
// them need not know it, and finds what is taken over from the person.
func (d *Definition) fillDefaults() {
	d.PrefillFrom = map[string]string{}
	d.eachField(func(field *Field, key, _ string) {
		if field.Prefill != "" {
			d.PrefillFrom[key] = field.Prefill
		}
		if field.Type == "list" && field.Display == "" {
			field.Display = "cards"
		}
		if field.Type != "file" {
			return
		}
		if field.MaxFiles == nil {
			field.MaxFiles = new(int)
			*field.MaxFiles = defaultMaxFiles
		}
		if field.MaxBytes == nil {
			field.MaxBytes = new(int64)
			*field.MaxBytes = defaultMaxBytes
		}
		if len(field.Accept) == 0 {
			field.Accept = defaultAccept
			return
		}
		for i, kind := range field.Accept {
			if full, short := mediaTypes[kind]; short {
				field.Accept[i] = full
			}
		}
	})
}

// hasFiles tells whether the form asks for attachments.
func (d *Definition) hasFiles() bool {
	found := false
	d.eachField(func(field *Field, _, _ string) { found = found || field.Type == "file" })
	return found
}
