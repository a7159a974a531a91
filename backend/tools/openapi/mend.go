package main

import (
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

const (
	problemMedia = "application/problem+json"
	problemRef   = "#/components/schemas/Problem"
)

// mend makes of the converted document one that says what the API does.
func mend(doc *openapi3.T) error {
	doc.OpenAPI = "3.0.3"
	doc.Servers = openapi3.Servers{{
		URL: "https://{host}/api/v1", Description: "The municipality that answers at the host name",
		Variables: map[string]*openapi3.ServerVariable{"host": {Default: "servizi.comune.example.it", Description: "host name of the municipality"}},
	}, {
		URL: "http://localhost:8080/api/v1", Description: "The demo installation", Extensions: map[string]any{"x-sandbox": true},
	}}
	doc.Info.Extensions = map[string]any{"x-summary": "Digital services of an Italian municipality", "x-api-id": "urn:sportello:api"}
	doc.Components.SecuritySchemes = openapi3.SecuritySchemes{
		"BearerAuth":    {Value: &openapi3.SecurityScheme{Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "Access token of POST /auth/tokens"}},
		"SessionCookie": {Value: &openapi3.SecurityScheme{Type: "apiKey", In: "cookie", Name: "__Host-sportello", Description: "Session of the browser"}},
	}
	names, err := shortNames(doc)
	if err != nil {
		return err
	}
	m := mender{names: names}
	schemas := openapi3.Schemas{}
	for name, ref := range doc.Components.Schemas {
		m.schema(ref, "")
		schemas[names[name]] = ref
	}
	doc.Components.Schemas = schemas
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if op.OperationID == "" {
				return fmt.Errorf("%s %s has no @ID", method, path)
			}
			for _, tag := range op.Tags {
				if doc.Tags.Get(tag) == nil {
					return fmt.Errorf("%s %s has the tag %s: describe it in cmd/server/main.go", method, path, tag)
				}
			}
			m.operation(op)
			sayWhoMayCall(path, op)
		}
	}
	return nil
}

// shortNames drops the package from names like "httpx.Problem".
func shortNames(doc *openapi3.T) (map[string]string, error) {
	names, taken := map[string]string{}, map[string]string{}
	for name := range doc.Components.Schemas {
		short := name[strings.LastIndex(name, ".")+1:]
		if other, ok := taken[short]; ok {
			return nil, fmt.Errorf("%s and %s would both be called %s: give one a @name", name, other, short)
		}
		names[name], taken[short] = short, name
	}
	return names, nil
}

type mender struct{ names map[string]string }

func (m mender) operation(op *openapi3.Operation) {
	if op.Security != nil {
		for _, requirement := range *op.Security {
			if _, bearer := requirement["BearerAuth"]; bearer {
				both := append(*op.Security, openapi3.SecurityRequirement{"SessionCookie": {}})
				op.Security = &both
				break
			}
		}
	}
	for _, p := range op.Parameters {
		if p.Value != nil {
			m.schema(p.Value.Schema, p.Value.Name)
			delete(p.Value.Extensions, "x-originalParamName")
		}
	}
	if op.RequestBody != nil && op.RequestBody.Value != nil {
		delete(op.RequestBody.Value.Extensions, "x-originalParamName")
		m.content(op.RequestBody.Value.Content)
	}
	for status, ref := range op.Responses.Map() {
		m.response(status, ref.Value)
	}
}

// sayWhoMayCall ends the description with what the security requirements mean
// for the caller, and makes "none" explicit.
func sayWhoMayCall(path string, op *openapi3.Operation) {
	who := "For the person signed in, by bearer token or by the session of the browser."
	switch {
	case op.Security == nil || len(*op.Security) == 0:
		op.Security = openapi3.NewSecurityRequirements()
		who = "Open to everyone."
	case strings.HasPrefix(path, "/office/"):
		who = "For operators of the municipality, by bearer token or by the session of the browser."
	}
	op.Description = strings.TrimSpace(op.Description + " " + who)
}

func (m mender) response(status string, r *openapi3.Response) {
	if r.Description == nil || *r.Description == "" {
		text := descriptions[status]
		r.Description = &text
	}
	switch {
	case status == "204" || status == "303" || status == "304":
		r.Content = nil
	case status == "default" || status[0] == '4' || status[0] == '5':
		r.Content = openapi3.Content{problemMedia: {Schema: m.problem(r.Content)}}
		if status == "429" || status == "503" {
			r.Headers = openapi3.Headers{"Retry-After": {Value: &openapi3.Header{Parameter: openapi3.Parameter{
				Description: "Seconds after which to try again", Schema: openapi3.NewSchemaRef("", openapi3.NewInt32Schema()),
			}}}}
		}
	default:
		delete(r.Content, problemMedia)
		m.content(r.Content)
	}
}

// problem is the schema that the comment names, when it has more members than
// a plain problem.
func (m mender) problem(declared openapi3.Content) *openapi3.SchemaRef {
	for _, media := range declared {
		if media.Schema != nil && media.Schema.Ref != "" {
			m.schema(media.Schema, "")
			return media.Schema
		}
	}
	return openapi3.NewSchemaRef(problemRef, nil)
}

var descriptions = map[string]string{
	"200": "Done", "201": "Made", "204": "Done, nothing to show", "303": "Go there",
	"400": "The request cannot be understood", "401": "Sign in first", "403": "Not allowed", "404": "Not there",
	"409": "The state does not allow it", "410": "No more there", "412": "It changed meanwhile", "413": "Too large",
	"415": "Type not accepted", "422": "A rule is broken", "428": "A header is missing", "429": "Slow down", "500": "Fault of ours", "503": "Not reachable now",
}

func (m mender) content(c openapi3.Content) {
	for _, media := range c {
		m.schema(media.Schema, "")
	}
}

// schema shortens references and gives every number and moment its format.
func (m mender) schema(ref *openapi3.SchemaRef, name string) {
	if ref == nil {
		return
	}
	if ref.Ref != "" {
		long := strings.TrimPrefix(ref.Ref, "#/components/schemas/")
		if short, ok := m.names[long]; ok {
			ref.Ref = "#/components/schemas/" + short
		}
		return
	}
	s := ref.Value
	delete(s.Extensions, "x-formData-name")
	if nullable, ok := s.Extensions["x-nullable"].(bool); ok {
		s.Nullable = nullable
		delete(s.Extensions, "x-nullable")
	}
	if s.Type.Is("integer") && s.Format == "" {
		s.Format = "int32"
		if strings.HasSuffix(name, "_cents") || name == "size" {
			s.Format = "int64"
		}
	}
	if s.Type.Is("number") && s.Format == "" {
		s.Format = "double"
	}
	if s.Type.Is("string") && s.Format == "" && strings.HasSuffix(name, "_at") {
		s.Format = "date-time"
	}
	for property, child := range s.Properties {
		m.schema(child, property)
	}
	m.schema(s.Items, name)
	m.schema(s.AdditionalProperties.Schema, "")
	for _, group := range []openapi3.SchemaRefs{s.AllOf, s.AnyOf, s.OneOf} {
		for _, child := range group {
			m.schema(child, name)
		}
	}
}
