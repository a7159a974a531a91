package main

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

const schemas = "#/components/schemas/"

// addContents adds a schema for the fields of each type of content, as its
// page shows them: NewsData, ServiceData and so on. They come from the content
// model, which no comment above a handler can repeat.
func addContents(doc *openapi3.T) error {
	for _, needed := range []string{"Text", "Term", "Media", "ContentCard", "PageLink"} {
		if doc.Components.Schemas[needed] == nil {
			return fmt.Errorf("the fields of contents need the schema %s", needed)
		}
	}
	shown := openapi3.SchemaRefs{}
	for _, t := range content.Types() {
		name := camel(t.Type) + "Data"
		if doc.Components.Schemas[name] != nil {
			return fmt.Errorf("the schema %s is there already", name)
		}
		s := fieldsSchema(t.Fields)
		s.Description = "Fields of the contents of type " + t.Type
		doc.Components.Schemas[name] = openapi3.NewSchemaRef("", s)
		shown = append(shown, openapi3.NewSchemaRef(schemas+name, nil))
	}
	if err := offer(doc, shown); err != nil {
		return err
	}
	return addSparse(doc)
}

// addSparse says what a list holds when its caller names the fields: of every
// card the id for sure, the others as they were asked for.
func addSparse(doc *openapi3.T) error {
	card, page, list := doc.Components.Schemas["ContentCard"], doc.Components.Schemas["ContentPage"], doc.Paths.Value("/contents")
	if page == nil || list == nil {
		return errors.New("the list of contents is not described")
	}
	sparseCard, sparsePage := *card.Value, *page.Value
	sparseCard.Required, sparseCard.Description = []string{"id"}, "The fields of a card that were asked for"
	items := openapi3.NewArraySchema()
	items.Items = openapi3.NewSchemaRef(schemas+"SparseContentCard", nil)
	sparsePage.Properties = maps.Clone(page.Value.Properties)
	sparsePage.Properties["items"] = openapi3.NewSchemaRef("", items)
	sparsePage.Description = "A page of contents with the fields that were asked for"
	doc.Components.Schemas["SparseContentCard"] = openapi3.NewSchemaRef("", &sparseCard)
	doc.Components.Schemas["SparseContentPage"] = openapi3.NewSchemaRef("", &sparsePage)
	for _, media := range list.Get.Responses.Status(http.StatusOK).Value.Content {
		either := openapi3.NewSchema()
		either.AnyOf = openapi3.SchemaRefs{media.Schema, openapi3.NewSchemaRef(schemas+"SparseContentPage", nil)}
		media.Schema = openapi3.NewSchemaRef("", either)
	}
	return nil
}

// offer says that the fields of a content are those of one of the types.
func offer(doc *openapi3.T, shown openapi3.SchemaRefs) error {
	page := doc.Components.Schemas["Content"]
	if page == nil || page.Value.Properties["data"] == nil {
		return errors.New("the schema Content has no data")
	}
	data := openapi3.NewObjectSchema()
	data.Description = "The fields of its type"
	data.AnyOf = shown
	page.Value.Properties["data"] = openapi3.NewSchemaRef("", data)
	return nil
}

func camel(name string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(name, "_") {
		_, _ = b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

func fieldsSchema(fields []content.Field) *openapi3.Schema {
	s := openapi3.NewObjectSchema()
	for _, f := range fields {
		if f.Key == "legacy_urls" {
			continue // not shown to visitors
		}
		one := fieldSchema(f)
		if f.Many {
			list := openapi3.NewArraySchema()
			list.Items = one
			one = openapi3.NewSchemaRef("", list)
		}
		s.WithPropertyRef(f.Key, one)
	}
	return s
}

func fieldSchema(f content.Field) *openapi3.SchemaRef {
	if f.IsLocalised() {
		return openapi3.NewSchemaRef(schemas+"Text", nil)
	}
	inline := func(s *openapi3.Schema) *openapi3.SchemaRef { return openapi3.NewSchemaRef("", s) }
	switch f.Kind { //nolint:exhaustive // the others are strings
	case content.KindRef:
		return openapi3.NewSchemaRef(schemas+"ContentCard", nil)
	case content.KindTerm:
		return openapi3.NewSchemaRef(schemas+"Term", nil)
	case content.KindMedia:
		return openapi3.NewSchemaRef(schemas+"Media", nil)
	case content.KindGroup:
		return inline(fieldsSchema(f.Fields))
	case content.KindBool:
		return inline(openapi3.NewBoolSchema())
	case content.KindInt:
		return inline(openapi3.NewInt32Schema())
	case content.KindMoney:
		return inline(openapi3.NewInt64Schema())
	case content.KindDecimal:
		return inline(openapi3.NewFloat64Schema().WithFormat("double"))
	case content.KindGeo:
		degrees := func() *openapi3.Schema { return openapi3.NewFloat64Schema().WithFormat("double") }
		geo := openapi3.NewObjectSchema().WithProperty("lat", degrees()).WithProperty("lon", degrees())
		geo.Required = []string{"lat", "lon"}
		return inline(geo)
	}
	s := openapi3.NewStringSchema()
	switch f.Kind { //nolint:exhaustive // the others have no format
	case content.KindDate:
		s.Format = "date"
	case content.KindDatetime:
		s.Format = "date-time"
	case content.KindURL:
		s.Format = "uri-reference"
	case content.KindEmail:
		s.Format = "email"
	case content.KindEnum:
		for _, o := range f.Options {
			s.Enum = append(s.Enum, o.Value)
		}
	}
	return inline(s)
}
