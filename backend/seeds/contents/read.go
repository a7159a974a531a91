package contents

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// item is one content as its file describes it.
type item struct {
	typ  *content.Type
	key  string
	slug string
	data map[string]any
}

// town is what the files of a municipality say.
type town struct {
	name     string
	items    []item
	pictures pictureFile
	site     siteFile
}

func read(name string) (town, error) {
	t := town{name: name}
	for _, typ := range content.Types() {
		names, err := filesOf(name, typ.Type)
		if err != nil {
			return t, err
		}
		for _, file := range names {
			items, err := readItems(file, typ)
			if err != nil {
				return t, err
			}
			t.items = append(t.items, items...)
		}
	}
	if err := readYAML(path.Join(name, "media.yaml"), &t.pictures); err != nil {
		return t, err
	}
	return t, readYAML(path.Join(name, "site.yaml"), &t.site)
}

// filesOf are <type>.yaml and what is in the folder <type>.
func filesOf(name, typ string) ([]string, error) {
	single, err := fs.Glob(files, path.Join(name, typ+".yaml"))
	if err != nil {
		return nil, err
	}
	many, err := fs.Glob(files, path.Join(name, typ, "*.yaml"))
	return append(single, many...), err
}

func readItems(file string, typ *content.Type) ([]item, error) {
	var in struct {
		Defaults map[string]any   `yaml:"defaults"`
		Items    []map[string]any `yaml:"items"`
	}
	if err := readYAML(file, &in); err != nil {
		return nil, err
	}
	items := make([]item, len(in.Items))
	for i, own := range in.Items {
		data := maps.Clone(in.Defaults)
		if data == nil {
			data = map[string]any{}
		}
		maps.Copy(data, own)
		if english, ok := data["en"].(map[string]any); ok {
			translate(typ.Fields, data, english)
		}
		key, _ := data["key"].(string)
		slug, _ := data["slug"].(string)
		if key == "" {
			return nil, fmt.Errorf("contents: %s: item %d has no key", file, i+1)
		}
		for _, word := range []string{"key", "slug", "en"} {
			delete(data, word)
		}
		if typ.Type == "service" && data["terms_file"] == nil && data["terms_text"] == nil {
			data["terms_file"] = terms(first(data["categories"]))
		}
		items[i] = item{typ: typ, key: key, slug: slug, data: data}
	}
	return items, nil
}

// translate adds the English texts to the Italian ones, in place. Groups and
// lists go by position.
func translate(fields []content.Field, data, english map[string]any) {
	for _, f := range fields {
		en, ok := english[f.Key]
		if !ok {
			continue
		}
		if !f.Many {
			data[f.Key] = pair(f, data[f.Key], en)
			continue
		}
		italian, _ := data[f.Key].([]any)
		both := make([]any, len(italian))
		copy(both, italian)
		for i, text := range list(en) {
			if i < len(both) {
				both[i] = pair(f, both[i], text)
			}
		}
		data[f.Key] = both
	}
}

func pair(f content.Field, italian, english any) any {
	if f.Kind == content.KindGroup {
		data, _ := italian.(map[string]any)
		en, _ := english.(map[string]any)
		data = maps.Clone(data)
		translate(f.Fields, data, en)
		return data
	}
	if texts, ok := italian.(map[string]any); ok {
		texts = maps.Clone(texts)
		texts["en"] = english
		return texts
	}
	return map[string]any{"it": italian, "en": english}
}

func first(value any) string {
	for _, one := range list(value) {
		s, _ := one.(string)
		return s
	}
	return ""
}

func list(value any) []any {
	items, _ := value.([]any)
	return items
}

func readYAML(file string, into any) error {
	raw, err := files.ReadFile(file)
	if err != nil {
		return fmt.Errorf("contents: %w", err)
	}
	d := yaml.NewDecoder(strings.NewReader(string(raw)))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("contents: %s: %w", file, err)
	}
	return nil
}
