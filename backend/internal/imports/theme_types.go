package imports

import (
	"net/url"
	"path"
	"strings"

	"github.com/sportello-pa/sportello/backend/internal/adapters/wordpress"
	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
)

func finishService(_ *site, _ wordpress.Item, own func(string) any, values map[string]any) {
	values["service_status"] = "active"
	if state := word(own("stato")); state == "false" || state == "0" {
		values["service_status"] = "inactive"
	}
	values["booking_enabled"] = false
	if link := word(own("canale_digitale_link")); link != "" {
		label := word(own("canale_digitale_label"))
		if label == "" {
			label = "Accedi al servizio"
		}
		values["digital_channel"] = map[string]any{"intro": own("canale_digitale_text"), "label": label, "url": link}
	}
}

func finishNews(_ *site, item wordpress.Item, own func(string) any, values map[string]any) {
	if empty(values["published_on"]) && !item.Date.IsZero() {
		values["published_on"] = item.Date.In(clock.Rome).Format("2006-01-02")
	}
	if empty(values["body"]) {
		values["body"] = item.Body
	}
	if pictures := append(filesOf(own("multimedia"), isPicture), galleries(own("gallerie_multimediali"))...); len(pictures) > 0 {
		values["gallery"] = pictures
	}
}

// galleries are the pictures of the groups of pictures of a post.
func galleries(raw any) []any {
	var out []any
	groups, _ := raw.([]any)
	for _, group := range groups {
		parts, _ := group.(map[string]any)
		for _, key := range sortedKeys(parts) {
			out = append(out, filesOf(parts[key], isPicture)...)
		}
	}
	return out
}

// filesOf are the addresses in a list of files that pass.
func filesOf(raw any, pass func(string) bool) []any {
	var out []any
	switch list := raw.(type) {
	case map[string]any:
		for _, key := range sortedKeys(list) {
			if s := word(list[key]); s != "" && pass(s) {
				out = append(out, s)
			}
		}
	case []any:
		for _, v := range list {
			if s := word(v); s != "" && pass(s) {
				out = append(out, s)
			}
		}
	}
	return out
}

func anyFile(string) bool { return true }

func finishEvent(_ *site, _ wordpress.Item, own func(string) any, values map[string]any) {
	var items []any
	costs, _ := own("costi").([]any)
	for _, raw := range costs {
		cost, _ := raw.(map[string]any)
		title, price := word(cost["titolo_costo"]), word(cost["prezzo_costo"])
		if title == "" && price == "" {
			continue
		}
		if title == "" {
			title = "Ingresso"
		}
		items = append(items, map[string]any{"title": title, "price_text": price, "description": cost["descrizione_costo"]})
	}
	if len(items) > 0 {
		values["prices"] = map[string]any{"items": items}
	}
	for from, to := range map[string]string{"patrocinato": "patronage", "sponsor": "sponsors"} {
		if list := named(own(from)); len(list) > 0 {
			values[to] = list
		}
	}
}

// named are the bodies with their address of a repeated group.
func named(raw any) []any {
	var out []any
	list, _ := raw.([]any)
	for _, one := range list {
		parts, _ := one.(map[string]any)
		if name := word(parts["_dci_evento_nome"]); name != "" {
			out = append(out, map[string]any{"name": name, "url": parts["_dci_evento_url"]})
		}
	}
	return out
}

func finishPlace(s *site, _ wordpress.Item, own func(string) any, values map[string]any) {
	address := map[string]any{}
	for from, to := range map[string]string{
		"indirizzo": "street", "cap": "postal_code", "quartiere": "district", "circoscrizione": "borough", "posizione_gps": "geo",
	} {
		if v := own(from); !empty(v) {
			address[to] = v
		}
	}
	if len(address) > 0 {
		address["city"] = s.city
		values["address"] = address
	}
	if hours := own("orario_pubblico"); !empty(hours) {
		values["opening_hours"] = map[string]any{"text": hours}
	}
	if pictures := galleries(own("gallerie_multimediali")); len(pictures) > 0 {
		values["gallery"] = pictures
	}
}

func finishPerson(_ *site, item wordpress.Item, own func(string) any, values map[string]any) {
	if empty(values["given_name"]) || empty(values["family_name"]) {
		given, family, _ := strings.Cut(plainText(item.Title), " ")
		values["given_name"], values["family_name"] = given, family
	}
	values["person_kind"] = "personale-amministrativo"
	if strings.Contains(plainWords(word(own("tipologia_persona"))), "politica") {
		values["person_kind"] = "politici"
	}
	// Alone among the dates of the theme, this one puts the month first.
	if month, rest, ok := strings.Cut(word(values["role_end_date"]), "/"); ok {
		day, year, _ := strings.Cut(rest, "/")
		values["role_end_date"] = day + "/" + month + "/" + year
	}
	if text := own("situazione_patrimoniale"); !empty(text) {
		values["asset_statement"] = map[string]any{"text": text}
	}
	if files := filesOf(own("altre_cariche"), anyFile); len(files) > 0 {
		values["other_offices"] = map[string]any{"files": files}
	}
}

func finishDocument(_ *site, _ wordpress.Item, own func(string) any, values map[string]any) {
	if file := own("file_documento"); !empty(file) {
		values["files"] = []any{map[string]any{"media": file, "main": true}}
	}
	if formats := plainText(strings.ReplaceAll(word(own("formati")), "</", " </")); formats != "" {
		list := []any{}
		for _, format := range strings.FieldsFunc(formats, func(r rune) bool { return strings.ContainsRune(" ,;/\n\r\t", r) }) {
			list = append(list, format)
		}
		values["formats"] = list
	}
}

func finishDataset(_ *site, _ wordpress.Item, own func(string) any, values map[string]any) {
	address := word(own("dataset_url"))
	if address == "" {
		return
	}
	format := "HTML"
	if u, err := url.Parse(address); err == nil && len(path.Ext(u.Path)) > 1 {
		format = strings.ToUpper(path.Ext(u.Path)[1:])
	}
	values["distributions"] = []any{map[string]any{"format": format, "access_url": address}}
}

func finishContact(s *site, _ wordpress.Item, own func(string) any, values map[string]any) {
	var items []any
	entries, _ := own("voci").([]any)
	for _, raw := range entries {
		entry, _ := raw.(map[string]any)
		kind := word(entry["_dci_punto_contatto_tipo_punto_contatto"])
		items = append(items, map[string]any{
			"type": termName(s.term("tipi_punto_contatto", kind)), "value": entry["_dci_punto_contatto_valore"],
		})
	}
	if len(items) > 0 {
		values["items"] = items
	}
}

func finishPage(_ *site, item wordpress.Item, own func(string) any, values map[string]any) {
	if text := own("descrizione"); !empty(text) {
		values["short_description"] = text
	}
	if plainText(item.Body) != "" {
		values["body"] = []any{map[string]any{"block": "text", "text": item.Body}}
	}
}
