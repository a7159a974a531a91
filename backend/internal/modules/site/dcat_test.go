package site_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/modules/site"
)

const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

// triple is a statement in the form of N-Triples.
func triple(subject, predicate, object string) string {
	return "<" + subject + "> <" + predicate + "> " + object
}

func quoted(text, lang, datatype string) string {
	switch {
	case lang != "":
		return strconv.Quote(text) + "@" + lang
	case datatype != "":
		return strconv.Quote(text) + "^^<" + datatype + ">"
	}
	return strconv.Quote(text)
}

// fromJSONLD reads flat JSON-LD.
func fromJSONLD(t *testing.T, raw []byte) (out []string) {
	t.Helper()
	var doc struct {
		Context map[string]string `json:"@context"`
		Graph   []map[string]any  `json:"@graph"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	whole := func(name string) string {
		prefix, rest, _ := strings.Cut(name, ":")
		return doc.Context[prefix] + rest
	}
	for _, node := range doc.Graph {
		subject := node["@id"].(string)
		for _, typ := range node["@type"].([]any) {
			out = append(out, triple(subject, rdf+"type", "<"+whole(typ.(string))+">"))
		}
		for name, values := range node {
			if strings.HasPrefix(name, "@") {
				continue
			}
			for _, v := range values.([]any) {
				value := v.(map[string]any)
				if said, named := value["@id"].(string); named {
					out = append(out, triple(subject, whole(name), "<"+said+">"))
					continue
				}
				lang, _ := value["@language"].(string)
				datatype, _ := value["@type"].(string)
				out = append(out, triple(subject, whole(name), quoted(value["@value"].(string), lang, whole(datatype))))
			}
		}
	}
	return out
}

// turtleToken is an address, a text with language or type, a prefix, a name
// with a prefix, punctuation, space, or what Turtle does not know.
var turtleToken = regexp.MustCompile(`<([^<>"{}|^` + "`" + `\\\x00-\x20]*)>` +
	`|"((?:[^"\\\n\r]|\\[tbnrf"'\\])*)"(?:@([a-z]+)|\^\^([a-z]+:[A-Za-z]+))?` +
	`|@prefix ([a-z]+): <([^>]*)> \.|([a-z]*:[A-Za-z]+|a)|([;,.])|\s+|(.)`)

// fromTurtle reads Turtle as far as the catalogue uses it.
func fromTurtle(t *testing.T, raw []byte) (out []string) {
	t.Helper()
	prefixes := map[string]string{}
	whole := func(name string) string {
		prefix, rest, ok := strings.Cut(name, ":")
		if !ok {
			return rdf + "type" // "a"
		}
		return prefixes[prefix] + rest
	}
	var subject, predicate string
	say := func(object string) { out = append(out, triple(subject, predicate, object)) }
	for _, m := range turtleToken.FindAllStringSubmatch(string(raw), -1) {
		switch {
		case m[9] != "":
			t.Fatalf("no Turtle: %q", m[9])
		case m[5] != "":
			prefixes[m[5]] = m[6]
		case m[7] != "" && predicate == "":
			predicate = whole(m[7])
		case m[7] != "":
			say("<" + whole(m[7]) + ">")
		case strings.HasPrefix(m[0], "<") && subject == "":
			subject = m[1]
		case strings.HasPrefix(m[0], "<"):
			say("<" + m[1] + ">")
		case strings.HasPrefix(m[0], `"`):
			text, err := strconv.Unquote(`"` + m[2] + `"`)
			if err != nil {
				t.Fatal(err)
			}
			datatype := m[4]
			if datatype != "" {
				datatype = whole(datatype)
			}
			say(quoted(text, m[3], datatype))
		case m[8] == ";":
			predicate = ""
		case m[8] == ".":
			subject, predicate = "", ""
		}
	}
	return out
}

func attribute(e xml.StartElement, space, name string) string {
	for _, a := range e.Attr {
		if a.Name.Space == space && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// fromXML reads RDF/XML of one description for each subject.
func fromXML(t *testing.T, raw []byte) (out []string) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(raw))
	var subject, text string
	var said xml.StartElement
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "Description" {
				subject = attribute(e, rdf, "about")
			}
			said, text = e, ""
		case xml.CharData:
			text += string(e)
		case xml.EndElement:
			if e.Name != said.Name {
				continue // the end of a description, or of all
			}
			object := quoted(text, attribute(said, "http://www.w3.org/XML/1998/namespace", "lang"), attribute(said, rdf, "datatype"))
			if resource := attribute(said, rdf, "resource"); resource != "" {
				object = "<" + resource + ">"
			}
			out = append(out, triple(subject, e.Name.Space+e.Name.Local, object))
		}
	}
}

func TestTheCatalogueOfDatasetsSaysTheSameInThreeForms(t *testing.T) {
	w := newWorld(t)
	w.office()
	w.settings(func(s *site.Settings) { s.IPACode = "c_z999" })
	w.put("dataset", "trees", object{
		"title": both("Alberi \\ \"monumentali\"", "Trees & <shrubs>"), "short_description": it("Età, specie e posizione."), "themes": []any{"ENVI"},
		"identifier": "c_z999:alberi", "rights_holder": "key:office", "modified_on": "2026-02-20", "update_frequency": "ANNUAL", "licence": "A21",
		"distributions": []any{
			object{"title": it("Tabella"), "format": "CSV", "download_url": "https://dati.example/alberi.csv?a=1&b=2"},
			object{"format": "JSON", "access_url": "https://dati.example/alberi"},
		},
	})
	turtle := w.get("/dcat.ttl").Want(http.StatusOK)
	if got := turtle.Head.Get("Content-Type"); got != "text/turtle; charset=utf-8" {
		t.Errorf("Content-Type = %q", got)
	}
	said := fromTurtle(t, turtle.Raw)
	slices.Sort(said)
	for name, other := range map[string][]string{
		"JSON-LD": fromJSONLD(t, w.get("/dcat.jsonld").Want(http.StatusOK).Raw),
		"RDF/XML": fromXML(t, w.get("/dcat.rdf").Want(http.StatusOK).Raw),
	} {
		if slices.Sort(other); !slices.Equal(said, other) {
			t.Errorf("%s says\n%s\nTurtle says\n%s", name, strings.Join(other, "\n"), strings.Join(said, "\n"))
		}
	}
	const (
		dataset = "https://localhost/amministrazione/documenti-e-dati/dataset/alberi-monumentali"
		dct     = "http://purl.org/dc/terms/"
		dcat    = "http://www.w3.org/ns/dcat#"
		day     = "^^<http://www.w3.org/2001/XMLSchema#date>"
		eu      = "http://publications.europa.eu/resource/authority/"
	)
	for _, want := range []string{ // the least of DCAT-AP_IT
		triple("https://localhost/dcat", rdf+"type", "<http://dati.gov.it/onto/dcatapit#Catalog>"),
		triple("https://localhost/dcat", dct+"publisher", "<https://localhost/#ente>"),
		triple("https://localhost/dcat", dct+"language", "<"+eu+"language/ITA>"),
		triple("https://localhost/dcat", dct+"modified", `"2026-03-02"`+day),
		triple("https://localhost/dcat", "http://xmlns.com/foaf/0.1/homepage", "<https://localhost/amministrazione/documenti-e-dati/dataset>"),
		triple("https://localhost/dcat", dcat+"dataset", "<"+dataset+">"),
		triple("https://localhost/dcat", dcat+"themeTaxonomy", "<"+eu+"data-theme>"),
		triple("https://localhost/#ente", dct+"identifier", `"c_z999"`),
		triple(dataset, rdf+"type", "<"+dcat+"Dataset>"),
		triple(dataset, dct+"title", `"Alberi \\ \"monumentali\""@it`),
		triple(dataset, dct+"title", `"Trees & <shrubs>"@en`),
		triple(dataset, dct+"description", `"Età, specie e posizione."@it`),
		triple(dataset, dct+"identifier", `"c_z999:alberi"`),
		triple(dataset, dct+"modified", `"2026-02-20"`+day),
		triple(dataset, dct+"accrualPeriodicity", "<"+eu+"frequency/ANNUAL>"),
		triple(dataset, dcat+"theme", "<"+eu+"data-theme/ENVI>"),
		triple(dataset, dcat+"distribution", "<"+dataset+"#distribuzione-1>"),
		triple(dataset+"#distribuzione-1", dct+"title", `"Tabella"@it`),
		triple(dataset+"#distribuzione-1", dcat+"downloadURL", "<https://dati.example/alberi.csv?a=1&b=2>"),
		triple(dataset+"#distribuzione-1", dct+"format", "<"+eu+"file-type/CSV>"),
		triple(dataset+"#distribuzione-2", dcat+"accessURL", "<https://dati.example/alberi>"),
		triple(dataset+"#distribuzione-2", dct+"license", "<https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40>"),
	} {
		if !slices.Contains(said, want) {
			t.Errorf("missing: %s", want)
		}
	}
}
