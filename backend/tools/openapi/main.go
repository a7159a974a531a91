// Command openapi writes the description of the API: it reads the comments
// above the handlers with swag, turns the result into OpenAPI 3.0 and mends
// what the older format cannot say.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/swaggo/swag"
	"go.yaml.in/yaml/v3"
)

func main() {
	out := flag.String("out", "../openapi/openapi.yaml", "YAML file to write")
	compact := flag.String("json", "internal/app/openapi.json", "JSON file to write, which the server embeds")
	flag.Parse()
	if err := run(*out, *compact); err != nil {
		fmt.Fprintln(os.Stderr, "openapi:", err)
		os.Exit(1)
	}
}

func run(out, compact string) error {
	old, err := parse()
	if err != nil {
		return err
	}
	doc, err := openapi2conv.ToV3(old)
	if err != nil {
		return fmt.Errorf("convert: %w", err)
	}
	if err := mend(doc); err != nil {
		return err
	}
	if err := addContents(doc); err != nil {
		return err
	}
	return write(doc, out, compact)
}

// parse runs swag and fails on anything it only warns of: a type that it
// cannot read becomes an empty schema without an error.
func parse() (*openapi2.T, error) {
	var warnings strings.Builder
	parser := swag.New(
		swag.SetDebugger(log.New(io.MultiWriter(&warnings), "", 0)),
	)
	parser.ParseInternal = true
	parser.RequiredByDefault = true
	if err := parser.ParseAPIMultiSearchDir([]string{"./cmd/server", "./internal"}, "main.go", 100); err != nil {
		return nil, fmt.Errorf("swag: %w", err)
	}
	for line := range strings.SplitSeq(warnings.String(), "\n") {
		low := strings.ToLower(line)
		if strings.Contains(low, "no go files in") || strings.Contains(low, "recursion detected") { // a folder of folders; a type that holds itself
			continue
		}
		if strings.Contains(low, "error parsing") || strings.Contains(low, "skipping") || strings.Contains(low, "warning") || strings.Contains(low, "cannot find") {
			return nil, fmt.Errorf("swag: %s", line)
		}
	}
	raw, err := json.Marshal(parser.GetSwagger())
	if err != nil {
		return nil, err
	}
	var old openapi2.T
	if err := json.Unmarshal(raw, &old); err != nil {
		return nil, fmt.Errorf("read swag's output: %w", err)
	}
	return &old, nil
}

func write(doc *openapi3.T, out, compact string) error {
	raw, err := doc.MarshalJSON()
	if err != nil {
		return err
	}
	loaded, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		return fmt.Errorf("result cannot be read back: %w", err)
	}
	if err := loaded.Validate(openapi3.NewLoader().Context); err != nil {
		return fmt.Errorf("result is not valid: %w", err)
	}
	if err := os.WriteFile(compact, append(raw, '\n'), 0o644); err != nil { //nolint:gosec // a source file
		return err
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return err
	}
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.WriteString(f, "# Generated from the comments of the handlers by `make generate`: change those.\n"); err != nil {
		return err
	}
	enc := yaml.NewEncoder(f)
	enc.SetIndent(2)
	return enc.Encode(tree)
}
