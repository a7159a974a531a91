package imports

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/sportello-pa/sportello/backend/internal/adapters/wordpress"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// mapping says how a type of post of the official theme becomes a content.
type mapping struct {
	typ    string
	fields map[string]string // of the post, without the prefix, to those of the model
	terms  map[string]string // taxonomies to fields
	finish func(s *site, item wordpress.Item, own func(string) any, values map[string]any)
	used   []string // fields that finish looks at
}

// theme are the types of post that are brought over.
var theme = map[string]mapping{
	"servizio": {
		typ: "service",
		fields: fields("sottotitolo=alternative_title motivo_stato=status_reason descrizione_estesa=extended_description " +
			"a_chi_e_rivolto=audience_text copertura_geografica=geographic_coverage come_fare=how_to cosa_serve_introduzione=needed_intro " +
			"cosa_serve_list=needed_items output=output_text procedure_collegate=outcome_procedure canale_fisico_text=physical_channel_text " +
			"canale_fisico_uffici=physical_channel_units costi=costs vincoli=constraints tempi_text=times_text casi_particolari=special_cases " +
			"punti_contatto=contact_points unita_responsabile=responsible_unit condizioni_servizio=terms_file documenti=documents " +
			"codice_ente_erogatore=provider_ipa_code settore_merceologico=sector_nace"),
		terms:  fields("categorie_servizio=categories eventi_vita_persone=life_events eventi_vita_impresa=business_events"),
		finish: finishService, used: []string{"stato", "canale_digitale_text", "canale_digitale_label", "canale_digitale_link"},
	},
	"notizia": {
		typ: "news",
		fields: fields("numero_comunicato=release_number a_cura_di=authored_by data_pubblicazione=published_on data_scadenza=expires_on " +
			"persone=people luoghi=places testo_completo=body documenti=documents allegati=attachments dataset=datasets"),
		terms:  fields("tipi_notizia=news_type"),
		finish: finishNews, used: []string{"gallerie_multimediali", "multimedia"},
	},
	"evento": {
		typ: "event",
		fields: fields("sottotitolo=subtitle data_orario_inizio=start_at data_orario_fine=end_at evento_genitore=parent_event " +
			"descrizione_completa=description a_chi_e_rivolto=audience_text persone=people gallery=gallery video=video luogo_evento=place " +
			"allegati=attachments punti_contatto=contact_points organizzatore=organizers"),
		terms:  fields("tipi_evento=event_types"),
		finish: finishEvent, used: []string{"costi", "patrocinato", "sponsor"},
	},
	"luogo": {
		typ: "place",
		fields: fields("id=identifier nome_alternativo=alternative_name descrizione_estesa=description luoghi_collegati=linked_places " +
			"servizi=services_text modalità_accesso=access modalita_accesso=access punti_contatto=contact_points struttura_responsabile=responsible_unit"),
		terms:  fields("tipi_luogo=place_types"),
		finish: finishPlace,
		used:   []string{"indirizzo", "cap", "quartiere", "circoscrizione", "posizione_gps", "orario_pubblico", "gallerie_multimediali", "sede_di", "childof"},
	},
	"persona_pubblica": {
		typ: "public_person",
		fields: fields("nome=given_name cognome=family_name foto=photo incarichi=roles organizzazioni=units responsabile_di=responsible_for " +
			"data_conclusione_incarico=role_end_date competenze=competences deleghe=delegations biografia=biography gallery=gallery " +
			"punti_contatto=contact_points curriculum_vitae=cv spese_elettorali=election_expenses"),
		finish: finishPerson, used: []string{"tipologia_persona", "situazione_patrimoniale", "altre_cariche"},
	},
	"unita_organizzativa": {
		typ: "organizational_unit",
		fields: fields("competenze=competences unita_organizzativa_genitore=parent_unit responsabile=responsible_people " +
			"assessore_riferimento=reference_councillor persone_struttura=people elenco_servizi_offerti=services sede_principale=main_place " +
			"altre_sedi=other_places contatti=contact_points allegati=documents"),
		terms: fields("tipi_unita_organizzativa=unit_type"),
	},
	"documento_pubblico": {
		typ: "public_document",
		fields: fields("identificativo=identifier numero_protocollo=protocol_number data_protocollo=protocol_date url_documento=url " +
			"descrizione_estesa=description gallery=gallery ufficio_responsabile=responsible_units autori=authors_text servizi=services " +
			"data_inizio=start_date data_fine=end_date dataset=datasets riferimenti_normativi=legal_references"),
		terms:  fields("tipi_documento=document_type tipi_doc_albo_pretorio=notice_board_type licenze=licence"),
		finish: finishDocument, used: []string{"file_documento", "formati"},
	},
	"dataset": {
		typ:    "dataset",
		fields: fields("distribuzione=description dataset_url=dataset_url data_modifica=modified_on titolare=rights_holder"),
		terms:  fields("temi_dataset=themes licenze=licence frequenze_aggiornamento=update_frequency"),
		finish: finishDataset,
	},
	"incarico": {
		typ: "role_assignment",
		fields: fields("persona=person unita_organizzativa=unit responsabile_struttura=heads_unit data_inizio_incarico=start_date " +
			"data_conclusione_incarico=end_date data_insediamento=installation_date atto_nomina=appointment_act compensi=compensation " +
			"importi_viaggi_servizi=trip_amounts"),
		terms: fields("tipi_incarico=role_type"),
	},
	"punto_contatto": {
		typ: "contact_point", fields: fields("persona=person"), finish: finishContact, used: []string{"voci"},
	},
	"page": {typ: "page", finish: finishPage, used: []string{"descrizione"}},
}

// common are the fields that several types of post have.
var common = fields("descrizione_breve=short_description immagine=image ulteriori_informazioni=further_info")

func fields(pairs string) map[string]string {
	out := map[string]string{}
	for _, pair := range strings.Fields(pairs) {
		from, to, _ := strings.Cut(pair, "=")
		out[from] = to
	}
	return out
}

// PostTypes are the types of post to read of a website.
func PostTypes() []string {
	return append(slices.Sorted(maps.Keys(theme)), "attachment")
}

// site finds its way in what was read.
type site struct {
	*wordpress.Site

	client *wordpress.Client
	city   string
	items  map[string]wordpress.Item
	files  map[string]wordpress.Item // attachments by their address
	terms  map[string]wordpress.Term // by taxonomy and id or slug
	types  map[string]string         // of the contents made, by id
	source *Source
}

// FromWordPress makes a source of a website of the official theme. Files are
// downloaded through client; city completes addresses, which the theme keeps
// without it.
func FromWordPress(read *wordpress.Site, client *wordpress.Client, city string) *Source {
	s := &site{
		Site: read, client: client, city: city, items: map[string]wordpress.Item{}, files: map[string]wordpress.Item{},
		terms: map[string]wordpress.Term{}, types: map[string]string{}, source: &Source{Host: read.Host()},
	}
	for _, f := range read.Faults {
		s.source.Known = append(s.source.Known, Line{Place: f.Place, ID: f.ID, Outcome: failed, Message: f.Message})
	}
	for _, t := range read.Terms {
		s.terms[t.Taxonomy+"/"+t.ID], s.terms[t.Taxonomy+"/"+t.Slug] = t, t
	}
	for _, item := range read.Items {
		s.items[item.ID] = item
		if item.File != "" {
			s.files[plainAddress(item.File)] = item
		}
	}
	left := map[string]int{}
	for _, item := range read.Items {
		s.record(item, left)
	}
	for _, what := range slices.Sorted(maps.Keys(left)) {
		s.source.Known = append(s.source.Known, Line{Outcome: note, Field: what, Message: fmt.Sprintf("non portato: %d", left[what])})
	}
	s.source.Ref, s.source.File = s.ref, s.file
	return s.source
}

// plainAddress is an address without what does not tell files apart.
func plainAddress(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return address
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.") + u.Path
}

func (s *site) key(item wordpress.Item) string {
	return "wp:" + s.Host() + ":" + item.Type + ":" + item.ID
}

func (s *site) record(item wordpress.Item, left map[string]int) {
	m, known := theme[item.Type]
	template, _ := item.Meta[wordpress.MetaTemplate].(string)
	switch {
	case item.Type == "attachment", slices.Contains([]string{"trash", "auto-draft", "inherit"}, item.Status):
		return
	case !known:
		left["tipo "+item.Type]++
		return
	case item.Type == "page" && template != "" && template != "default":
		left["pagina di sezione "+template]++ // sections make themselves here
		return
	}
	rec := Record{
		Type: m.typ, ID: item.ID, Key: s.key(item), Title: plainText(item.Title), Slug: item.Slug, Place: item.Place,
		Draft: item.Status != "publish", Values: s.values(item, m, left),
	}
	if !rec.Draft {
		rec.At = item.Date
	}
	if u, err := url.Parse(item.Link); err == nil && u.RawQuery == "" && len(u.Path) > 1 {
		rec.Legacy = []string{item.Link}
	}
	if rec.Type == "public_document" {
		asForm(&rec)
	}
	s.types[item.ID] = rec.Type
	s.source.Records = append(s.source.Records, rec)
}

// asForm gives forms the type of their own that they have in the model.
func asForm(rec *Record) {
	kinds, _ := rec.Values["document_type"].([]any)
	if len(kinds) == 0 {
		return
	}
	if code, _ := match("document-types", word(kinds[0])); code == "modulistica" {
		rec.Type = "form_document"
		delete(rec.Values, "document_type")
		delete(rec.Values, "notice_board_type")
	}
}

// values gathers what a post says, by the fields of the model.
func (s *site) values(item wordpress.Item, m mapping, left map[string]int) map[string]any {
	prefix := "_dci_" + item.Type + "_"
	t, _ := content.TypeOf(m.typ)
	own := func(name string) any { return item.Meta[prefix+name] }
	values := map[string]any{}
	taken := func(name string) bool {
		return slices.Contains(m.used, name) || strings.HasSuffix(name, "_id") && item.Meta[prefix+strings.TrimSuffix(name, "_id")] != nil
	}
	for key, raw := range item.Meta {
		name, ours := strings.CutPrefix(key, prefix)
		if !ours || empty(raw) {
			continue
		}
		to := m.fields[name]
		if to == "" {
			to = common[name]
		}
		_, fits := t.Field(to)
		switch {
		case fits:
			values[to] = raw
		case !taken(name) && !slices.Contains(repeated, name):
			left["campo "+key]++
		}
	}
	s.taxonomies(item, m, t, values)
	if _, has := t.Field("image"); has && values["image"] == nil && item.Meta[wordpress.MetaFeatured] != nil {
		values["image"] = item.Meta[wordpress.MetaFeatured]
	}
	if m.finish != nil {
		m.finish(s, item, own, values)
	}
	return values
}

// repeated are the fields that only repeat the terms of a post.
var repeated = []string{
	"argomenti", "life_events", "business_events", "tipo_notizia", "tipo_evento", "tipo_luogo", "tipo_organizzazione", "tipo_documento",
	"tipo_doc_albo_pretorio", "licenza", "temi", "frequenza_aggiornamento", "tipo_incarico", "categorie",
}

// taxonomies takes the terms of a post by their names.
func (s *site) taxonomies(item wordpress.Item, m mapping, t *content.Type, values map[string]any) {
	for _, tm := range item.Terms {
		to := m.terms[tm.Taxonomy]
		if tm.Taxonomy == "argomenti" {
			to = "topics"
		}
		if _, has := t.Field(to); !has {
			continue
		}
		list, _ := values[to].([]any)
		values[to] = append(list, termName(tm))
	}
	if slugs, ok := item.Meta["_dci_"+item.Type+"_argomenti"].([]any); ok && values["topics"] == nil {
		list := []any{}
		for _, slug := range slugs {
			list = append(list, termName(s.term("argomenti", word(slug))))
		}
		if _, has := t.Field("topics"); has {
			values["topics"] = list
		}
	}
}

func (s *site) term(taxonomy, key string) wordpress.Term {
	if t, ok := s.terms[taxonomy+"/"+key]; ok {
		return t
	}
	return wordpress.Term{Slug: key, Name: key}
}

func termName(t wordpress.Term) string {
	if t.Name != "" {
		return t.Name
	}
	return t.Slug
}

// ref finds the post with an id, when it is of a type that fits.
func (s *site) ref(to []string, value string) (string, bool) {
	item, ok := s.items[value]
	if !ok {
		return "", false
	}
	typ, there := s.types[value]
	return s.key(item), there && (len(to) == 0 || slices.Contains(to, typ))
}

// file finds an attachment by its id or its address; an address without a
// description is fetched all the same.
func (s *site) file(value string) (File, bool) {
	item, ok := s.items[value]
	if !ok || item.File == "" {
		item, ok = s.files[plainAddress(value)]
	}
	if !ok {
		if !strings.HasPrefix(value, "http") {
			return File{}, false
		}
		item = wordpress.Item{File: value}
	}
	f := File{
		Key: "wp:" + s.Host() + ":media:" + plainAddress(item.File), Name: wordpress.FileName(item.File), Description: describe(item),
		Read: func(ctx context.Context) ([]byte, error) { return s.client.Fetch(ctx, s.Host(), item.File) },
	}
	return f, true
}

func describe(item wordpress.Item) media.Description {
	var d media.Description
	set := func(to *i18n.Text, s string, most int) {
		if s = plainText(s); s != "" {
			if len([]rune(s)) > most {
				s = shorten(s, most)
			}
			*to = i18n.Text{"it": s}
		}
	}
	set(&d.Title, item.Title, 255)
	if d.Title == nil {
		name := wordpress.FileName(item.File)
		set(&d.Title, strings.ReplaceAll(strings.TrimSuffix(name, path.Ext(name)), "-", " "), 255)
	}
	if alt, ok := item.Meta[wordpress.MetaAlt].(string); ok && isPicture(item.File) {
		set(&d.Alt, alt, 255)
	}
	set(&d.Caption, item.Excerpt, 1000)
	if all, ok := item.Meta["_wp_attachment_metadata"].(map[string]any); ok {
		of, _ := all["image_meta"].(map[string]any)
		if credit := plainText(word(of["credit"])); credit != "" && len(credit) <= 255 {
			d.Credits = &credit
		}
	}
	return d
}

func isPicture(name string) bool {
	return slices.Contains([]string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"}, strings.ToLower(path.Ext(wordpress.FileName(name))))
}
