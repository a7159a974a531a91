package site

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// Namespaces of the DCAT-AP_IT profile.
var namespaces = []struct{ prefix, uri string }{
	{"dcat", "http://www.w3.org/ns/dcat#"}, {"dcatapit", "http://dati.gov.it/onto/dcatapit#"}, {"dct", "http://purl.org/dc/terms/"},
	{"foaf", "http://xmlns.com/foaf/0.1/"}, {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"xsd", "http://www.w3.org/2001/XMLSchema#"},
}

const (
	euLanguage  = "http://publications.europa.eu/resource/authority/language/"
	euFileType  = "http://publications.europa.eu/resource/authority/file-type/"
	euThemes    = "http://publications.europa.eu/resource/authority/data-theme"
	defaultOpen = "A21" // CC BY 4.0
)

// value is the object of a statement: an address, or a text with its language
// or its type.
type value struct{ iri, text, lang, datatype string }

func iri(s string) value           { return value{iri: s} }
func literal(s, lang string) value { return value{text: s, lang: lang} }
func typed(s, datatype string) value {
	return value{text: s, datatype: datatype}
}

// statement says something of a subject.
type statement struct {
	predicate string // prefixed
	object    value
}

// thing is a subject with all that is said of it.
type thing struct {
	id    string
	types []string
	says  []statement
}

func (t *thing) say(predicate string, object value) {
	if object.iri != "" || object.text != "" {
		t.says = append(t.says, statement{predicate, object})
	}
}

func (t *thing) sayIn(predicate string, texts i18n.Text) {
	for _, lang := range []string{"it", "en"} {
		t.say(predicate, literal(texts[lang], lang))
	}
}

// Catalogue is the catalogue of the datasets as DCAT-AP_IT: "jsonld", "ttl" or "rdf".
func (s *Service) Catalogue(ctx context.Context, format string) ([]byte, error) {
	write, ok := map[string]func([]thing) ([]byte, error){"jsonld": jsonLD, "ttl": turtle, "rdf": rdfXML}[format]
	if !ok {
		return nil, ErrSection.With("dcat." + format)
	}
	things, err := s.described(ctx)
	if err != nil {
		return nil, err
	}
	return write(things)
}

func (s *Service) described(ctx context.Context) ([]thing, error) {
	settings, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	datasets, err := s.allDatasets(ctx)
	if err != nil {
		return nil, err
	}
	base := s.Tenants.URL(ctx)
	publisher := thing{id: base + "/#ente", types: []string{"dcatapit:Agent", "foaf:Agent"}}
	publisher.say("foaf:name", literal(settings.Name, "it"))
	publisher.say("dct:identifier", literal(settings.IPACode, ""))
	catalogue := thing{id: base + "/dcat", types: []string{"dcatapit:Catalog", "dcat:Catalog"}}
	catalogue.sayIn("dct:title", words("Dati aperti del "+settings.Name, "Open data of "+settings.Name))
	catalogue.sayIn("dct:description", words("I dataset pubblicati sul sito del "+settings.Name+".", "The datasets published on the website of "+settings.Name+"."))
	catalogue.say("dct:publisher", iri(publisher.id))
	catalogue.say("foaf:homepage", iri(base+"/amministrazione/documenti-e-dati/dataset"))
	catalogue.say("dct:language", iri(euLanguage+"ITA"))
	catalogue.say("dcat:themeTaxonomy", iri(euThemes))
	out := []thing{publisher}
	newest := settings.UpdatedAt
	for _, card := range datasets {
		dataset, files := s.dataset(base, settings.IPACode, publisher.id, card)
		catalogue.say("dcat:dataset", iri(dataset.id))
		out = append(append(out, dataset), files...)
		if card.UpdatedAt.After(newest) {
			newest = card.UpdatedAt
		}
	}
	catalogue.say("dct:modified", typed(newest.Format(time.DateOnly), "xsd:date"))
	return append([]thing{catalogue}, out...), nil
}

func (s *Service) dataset(base, ipa, publisher string, card content.Card) (thing, []thing) {
	d := thing{id: base + card.Path, types: []string{"dcatapit:Dataset", "dcat:Dataset"}}
	identifier, _ := card.Data["identifier"].(string)
	if identifier == "" {
		identifier = strings.TrimPrefix(ipa+":"+card.Slug, ":")
	}
	d.say("dct:identifier", literal(identifier, ""))
	d.sayIn("dct:title", card.Title)
	d.sayIn("dct:description", card.ShortDescription)
	modified, _ := card.Data["modified_on"].(string)
	d.say("dct:modified", typed(modified, "xsd:date"))
	for _, theme := range card.Kinds {
		d.say("dcat:theme", iri(content.TermURI("dataset-themes", theme.Code)))
	}
	if frequency, ok := card.Data["update_frequency"].(content.Term); ok {
		d.say("dct:accrualPeriodicity", iri(content.TermURI("update-frequencies", frequency.Code)))
	}
	d.say("dct:rightsHolder", iri(publisher))
	d.say("dct:publisher", iri(publisher))
	d.say("dct:language", iri(euLanguage+"ITA"))
	if area, ok := card.Data["spatial"].(string); ok {
		d.say("dct:spatial", iri(area))
	}
	d.say("dcat:landingPage", iri(base+card.Path))
	licence := codeIn(card.Data["licence"])
	list, _ := card.Data["distributions"].([]any)
	var files []thing
	for i, item := range list {
		if fields, ok := item.(map[string]any); ok {
			file := distribution(base, fmt.Sprintf("%s%s#distribuzione-%d", base, card.Path, i+1), fields, licence, modified)
			d.say("dcat:distribution", iri(file.id))
			files = append(files, file)
		}
	}
	return d, files
}

func distribution(base, id string, fields map[string]any, licence, modified string) thing {
	f := thing{id: id, types: []string{"dcatapit:Distribution", "dcat:Distribution"}}
	f.sayIn("dct:title", textIn(fields["title"]))
	f.sayIn("dct:description", textIn(fields["description"]))
	download, _ := fields["download_url"].(string)
	if file, ok := fields["file"].(media.Media); ok && download == "" {
		download = base + file.URL
		f.say("dcat:byteSize", typed(fmt.Sprint(file.Size), "xsd:decimal"))
	}
	access, _ := fields["access_url"].(string)
	if access == "" {
		access = strings.SplitN(id, "#", 2)[0]
	}
	f.say("dcat:accessURL", iri(access))
	f.say("dcat:downloadURL", iri(download))
	if format, ok := fields["format"].(string); ok {
		f.say("dct:format", iri(euFileType+strings.ToUpper(format)))
	}
	if own := codeIn(fields["licence"]); own != "" {
		licence = own
	}
	if licence == "" {
		licence = defaultOpen
	}
	f.say("dct:license", iri(content.TermURI("licences", licence)))
	if own, ok := fields["modified"].(string); ok && own != "" {
		modified = own
	}
	f.say("dct:modified", typed(modified, "xsd:date"))
	return f
}

// textIn is a text inside a group, whose fields are as they were stored.
func textIn(v any) i18n.Text {
	stored, _ := v.(map[string]any)
	out := i18n.Text{}
	for lang := range stored {
		out[lang], _ = stored[lang].(string)
	}
	return out
}

func codeIn(v any) string {
	if t, ok := v.(content.Term); ok {
		return t.Code
	}
	return ""
}

func whole(prefixed string) string {
	prefix, name, _ := strings.Cut(prefixed, ":")
	for _, n := range namespaces {
		if n.prefix == prefix {
			return n.uri + name
		}
	}
	return prefixed
}

// jsonLD writes JSON-LD 1.1 in its flat form.
func jsonLD(things []thing) ([]byte, error) {
	context := map[string]string{}
	for _, n := range namespaces {
		context[n.prefix] = n.uri
	}
	graph := make([]map[string]any, len(things))
	for i, t := range things {
		node := map[string]any{"@id": t.id, "@type": t.types}
		for _, s := range t.says {
			list, _ := node[s.predicate].([]any)
			node[s.predicate] = append(list, s.object.jsonLD())
		}
		graph[i] = node
	}
	return json.Marshal(map[string]any{"@context": context, "@graph": graph})
}

func (v value) jsonLD() map[string]string {
	switch {
	case v.iri != "":
		return map[string]string{"@id": v.iri}
	case v.lang != "":
		return map[string]string{"@value": v.text, "@language": v.lang}
	case v.datatype != "":
		return map[string]string{"@value": v.text, "@type": v.datatype}
	}
	return map[string]string{"@value": v.text}
}

// turtle writes Turtle 1.1.
func turtle(things []thing) ([]byte, error) {
	var b bytes.Buffer
	for _, n := range namespaces {
		fmt.Fprintf(&b, "@prefix %s: <%s> .\n", n.prefix, n.uri)
	}
	for _, t := range things {
		fmt.Fprintf(&b, "\n<%s> a %s", escapedIRI(t.id), strings.Join(t.types, ", "))
		for _, s := range t.says {
			fmt.Fprintf(&b, " ;\n    %s %s", s.predicate, s.object.turtle())
		}
		b.WriteString(" .\n")
	}
	return b.Bytes(), nil
}

func (v value) turtle() string {
	if v.iri != "" {
		return "<" + escapedIRI(v.iri) + ">"
	}
	quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(v.text) + `"`
	switch {
	case v.lang != "":
		return quoted + "@" + v.lang
	case v.datatype != "":
		return quoted + "^^" + v.datatype
	}
	return quoted
}

// escapedIRI keeps what an IRI may not hold from ending it (Turtle 1.1, IRIREF).
func escapedIRI(s string) string {
	return strings.NewReplacer("<", "%3C", ">", "%3E", `"`, "%22", " ", "%20", "{", "%7B", "}", "%7D", "|", "%7C", "^", "%5E", "`", "%60", `\`, "%5C").Replace(s)
}

// rdfXML writes RDF 1.1 XML, one description for each subject.
func rdfXML(things []thing) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header + "<rdf:RDF")
	for _, n := range namespaces {
		fmt.Fprintf(&b, " xmlns:%s=\"%s\"", n.prefix, n.uri)
	}
	b.WriteString(">\n")
	for _, t := range things {
		fmt.Fprintf(&b, "<rdf:Description rdf:about=\"%s\">\n", escaped(escapedIRI(t.id)))
		for _, typ := range t.types {
			fmt.Fprintf(&b, "  <rdf:type rdf:resource=\"%s\"/>\n", whole(typ))
		}
		for _, s := range t.says {
			b.WriteString(s.xml())
		}
		b.WriteString("</rdf:Description>\n")
	}
	b.WriteString("</rdf:RDF>\n")
	return b.Bytes(), nil
}

func (s statement) xml() string {
	o := s.object
	switch {
	case o.iri != "":
		return fmt.Sprintf("  <%s rdf:resource=\"%s\"/>\n", s.predicate, escaped(escapedIRI(o.iri)))
	case o.lang != "":
		return fmt.Sprintf("  <%s xml:lang=\"%s\">%s</%s>\n", s.predicate, o.lang, escaped(o.text), s.predicate)
	case o.datatype != "":
		return fmt.Sprintf("  <%s rdf:datatype=\"%s\">%s</%s>\n", s.predicate, whole(o.datatype), escaped(o.text), s.predicate)
	}
	return fmt.Sprintf("  <%s>%s</%s>\n", s.predicate, escaped(o.text), s.predicate)
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}

// mediaTypes of what machines read.
var mediaTypes = map[string]string{
	"jsonld": "application/ld+json", "ttl": "text/turtle; charset=utf-8", "rdf": "application/rdf+xml",
	"rss": "application/rss+xml; charset=utf-8", "atom": "application/atom+xml; charset=utf-8",
}
