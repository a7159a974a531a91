package catalogue_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	shipped "github.com/sportello-pa/sportello/backend/catalogue"
)

// TestShippedServicesFollowThePublishedSchema keeps the schema that editors use
// in step with what the loader accepts.
func TestShippedServicesFollowThePublishedSchema(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile("../../../../openapi/schemas/service-definition.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(shipped.Files, "*/service.yaml")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d services: %v", len(files), err)
	}
	for _, file := range files {
		for _, name := range []string{file, path.Join(path.Dir(file), "form.yaml")} {
			content, err := fs.ReadFile(shipped.Files, name)
			if errors.Is(err, fs.ErrNotExist) && name != file {
				continue // delivered by a national platform
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(instance(t, content)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func instance(t *testing.T, content []byte) any {
	t.Helper()
	var value any
	if err := yaml.Unmarshal(content, &value); err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := jsonschema.UnmarshalJSON(bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}
