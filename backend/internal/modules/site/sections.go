package site

import (
	"context"
	"slices"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// Section is a page of the first or of the second level: its heading, what it
// lists, what lies under it. Titles and addresses are those of the model and
// cannot be changed (C.SI.1.6, C.SI.1.7).
type Section struct {
	ID          string
	Parent      string
	Path        string
	Title       i18n.Text
	Description i18n.Text
	Types       []string // of the contents it lists
	Kinds       []string // only these, when not all
	Slot        string   // of its evidence
}

func words(it, en string) i18n.Text { return i18n.Text{"it": it, "en": en} }

// documentTypes are those of the section of documents.
var documentTypes = []string{"public_document", "form_document", "dataset", "call", "ranking_publication"}

// sections are all of them, in the order of the menu and of its pages.
var sections = build()

func build() []Section {
	list := []Section{
		{ID: "administration", Path: "/amministrazione", Title: words("Amministrazione", "Administration"), Slot: "administration",
			Description: words("Chi governa e chi lavora nel Comune, gli uffici, i documenti e i dati.", "Who governs and works in the municipality, its offices, documents and data."),
			Types:       []string{"organizational_unit", "public_person"}},
		{ID: "news", Path: "/novita", Title: words("Novità", "News"), Slot: "news", Types: []string{"news"},
			Description: words("Notizie, comunicati e avvisi del Comune.", "News, press releases and notices of the municipality.")},
		{ID: "services", Path: "/servizi", Title: words("Servizi", "Services"), Slot: "services", Types: []string{"service"},
			Description: words("Tutti i servizi del Comune per cittadini e imprese, online e allo sportello.", "All the services of the municipality for citizens and businesses, online and at the counter.")},
		{ID: "live", Path: "/vivere-il-comune", Title: words("Vivere il Comune", "Living here"), Slot: "live.events", Types: []string{"event"},
			Description: words("Eventi e luoghi da scoprire.", "Events and places to discover.")},
		{ID: "organi-di-governo", Parent: "administration", Path: "/amministrazione/organi-di-governo", Title: words("Organi di governo", "Governing bodies"),
			Description: words("Giunta, Consiglio e commissioni: come sono composti e che cosa decidono.", "Executive, council and committees: who is in them and what they decide."),
			Types:       []string{"organizational_unit"}, Kinds: []string{"struttura-politica"}},
		{ID: "aree-amministrative", Parent: "administration", Path: "/amministrazione/aree-amministrative", Title: words("Aree amministrative", "Administrative areas"),
			Description: words("Come è organizzato il Comune: le aree e le loro competenze.", "How the municipality is organised: its areas and what they are in charge of."),
			Types:       []string{"organizational_unit"}, Kinds: []string{"area"}},
		{ID: "uffici", Parent: "administration", Path: "/amministrazione/uffici", Title: words("Uffici", "Offices"),
			Description: words("Che cosa fa ogni ufficio, dove si trova, quando riceve.", "What each office does, where it is and when it is open."),
			Types:       []string{"organizational_unit"}, Kinds: []string{"ufficio"}},
		{ID: "enti-e-fondazioni", Parent: "administration", Path: "/amministrazione/enti-e-fondazioni", Title: words("Enti e fondazioni", "Bodies and foundations"),
			Description: words("Biblioteche, musei, scuole, aziende e fondazioni legate al Comune.", "Libraries, museums, schools, companies and foundations linked to the municipality."),
			Types:       []string{"organizational_unit"}, Kinds: []string{"altra-struttura"}},
		{ID: "politici", Parent: "administration", Path: "/amministrazione/politici", Title: words("Politici", "Politicians"),
			Description: words("Sindaca o Sindaco, assessori e consiglieri: incarichi, deleghe e contatti.", "Mayor, executive and council members: offices, powers and contacts."),
			Types:       []string{"public_person"}, Kinds: []string{"politico"}},
		{ID: "personale-amministrativo", Parent: "administration", Path: "/amministrazione/personale-amministrativo", Title: words("Personale amministrativo", "Administrative staff"),
			Description: words("Le persone che lavorano nel Comune e i loro incarichi.", "The people who work in the municipality and their posts."),
			Types:       []string{"public_person"}, Kinds: []string{"amministrativo"}},
		{ID: "documents", Parent: "administration", Path: "/amministrazione/documenti-e-dati", Title: words("Documenti e dati", "Documents and data"), Slot: "documents",
			Description: words("Regolamenti, atti, moduli, bandi e dati aperti.", "Regulations, acts, forms, calls and open data."), Types: documentTypes},
		{ID: "topics", Path: "/argomenti", Title: words("Argomenti", "Topics"), Slot: "topics", Types: []string{"topic"},
			Description: words("Tutto quello che il sito dice, argomento per argomento.", "All that the website says, topic by topic.")},
	}
	list = append(list, ofTerms("news-types", "news", "news", "/novita/", nil)...)
	list = append(list, ofTerms("service-categories", "services", "service", "/servizi/", nil)...)
	list = append(list,
		Section{ID: "eventi", Parent: "live", Path: "/vivere-il-comune/eventi", Title: words("Eventi", "Events"), Slot: "live.events", Types: []string{"event"},
			Description: words("Che cosa succede in paese, oggi e nei prossimi mesi.", "What is on in town, today and in the coming months.")},
		Section{ID: "luoghi", Parent: "live", Path: "/vivere-il-comune/luoghi", Title: words("Luoghi", "Places"), Slot: "live.places", Types: []string{"place"},
			Description: words("Dove si trovano gli uffici, le scuole, i parchi, i luoghi della cultura e dello sport.", "Where offices, schools, parks and places of culture and sport are.")},
	)
	list = append(list, documentSections()...)
	return list
}

// ofTerms makes a section of each term of a vocabulary.
func ofTerms(vocabulary, parent, typ, prefix string, titles map[string]i18n.Text) []Section {
	terms, err := content.Vocabulary(vocabulary)
	if err != nil {
		panic(err) // a vocabulary that ships with the program
	}
	out := make([]Section, 0, len(terms))
	for _, t := range terms {
		s := Section{ID: t.Code, Parent: parent, Path: prefix + t.Code, Title: t.Label, Types: []string{typ}, Kinds: []string{t.Code}}
		if title, ok := titles[t.Code]; ok {
			s.Title = title
		}
		s.Description = headings[t.Code]
		out = append(out, s)
	}
	return out
}

// documentSections are the third level: kinds of documents, in the words of
// their lists, with the addresses of content model and site map.
func documentSections() []Section {
	doc := func(id, kind, it, en, itText, enText string, types ...string) Section {
		s := Section{ID: id, Parent: "documents", Path: "/amministrazione/documenti-e-dati/" + id, Title: words(it, en), Description: words(itText, enText), Types: types}
		if kind != "" {
			s.Kinds = []string{kind}
		}
		return s
	}
	const public = "public_document"
	return []Section{
		doc("accordi-tra-enti", "accordo-tra-enti", "Accordi tra enti", "Agreements between bodies", "Convenzioni e protocolli con altri soggetti.", "Agreements and protocols with other bodies.", public),
		doc("atti-normativi", "atto-normativo", "Atti normativi", "Regulations", "Statuto, regolamenti e altre norme del Comune.", "Statute, regulations and other rules of the municipality.", public),
		doc("bandi", "", "Bandi", "Calls", "Concorsi, gare e contributi: che cosa è aperto e che cosa è concluso.", "Competitions, tenders and grants: what is open and what is over.", "call"),
		doc("dataset", "", "Dataset", "Datasets", "Dati aperti del Comune, da scaricare e riusare.", "Open data of the municipality, to download and reuse.", "dataset"),
		doc("documenti-albo-pretorio", "documento-albo-pretorio", "Documenti albo pretorio", "Notice-board documents", "Atti pubblicati con valore legale.", "Acts published with legal effect.", public),
		doc("documenti-attivita-politica", "documento-attivita-politica", "Documenti attività politica", "Political activity", "Ordini del giorno, mozioni, verbali.", "Agendas, motions, minutes.", public),
		doc("documenti-funzionamento-interno", "documento-funzionamento-interno", "Documenti funzionamento interno", "Internal rules", "Disposizioni organizzative e note interne.", "Rules of organisation and internal notes.", public),
		doc("documenti-di-programmazione-e-rendicontazione", "documento-di-programmazione-e-rendicontazione", "Documenti di programmazione e rendicontazione", "Planning and reporting", "Bilanci, piani, relazioni.", "Budgets, plans, reports.", public),
		doc("documenti-tecnici-di-supporto", "documento-tecnico-di-supporto", "Documenti (tecnici) di supporto", "Technical documents", "Studi, relazioni, linee guida.", "Studies, reports, guidelines.", public),
		doc("istanze", "istanza", "Istanze", "Requests", "Richieste che avviano un procedimento.", "Requests that start a procedure.", public),
		doc("modulistica", "", "Modulistica", "Forms", "I moduli da scaricare; dove si può, meglio la compilazione online.", "Forms to download; where possible, better filled in online.", "form_document"),
	}
}

// headings are the texts of the second-level pages of news and services.
var headings = map[string]i18n.Text{
	"notizie":                           words("Fatti, iniziative e vita della comunità.", "Facts, initiatives and life of the community."),
	"comunicati":                        words("Le comunicazioni ufficiali del Comune.", "The official releases of the municipality."),
	"avvisi":                            words("Scadenze, opportunità e variazioni dei servizi.", "Deadlines, opportunities and changes of services."),
	"agricoltura-e-pesca":               words("Contributi, autorizzazioni e servizi per chi coltiva, alleva o pesca.", "Grants, permits and services for those who farm, breed or fish."),
	"ambiente":                          words("Rifiuti, verde, acqua, energia e animali.", "Waste, green areas, water, energy and animals."),
	"anagrafe-e-stato-civile":           words("Residenza, carta d'identità, certificati, nascite, matrimoni ed elezioni.", "Residence, identity card, certificates, births, marriages and elections."),
	"appalti-pubblici":                  words("Gare e contratti: come lavorare con il Comune.", "Tenders and contracts: how to work with the municipality."),
	"autorizzazioni":                    words("Permessi, licenze e nulla osta.", "Permits, licences and clearances."),
	"catasto-e-urbanistica":             words("Pratiche edilizie, piani, mappe e terreni.", "Building procedures, plans, maps and land."),
	"cultura-e-tempo-libero":            words("Biblioteca, sport, sale, associazioni e manifestazioni.", "Library, sport, halls, associations and events."),
	"educazione-e-formazione":           words("Nidi, scuole, mensa, trasporto e diritto allo studio.", "Nurseries, schools, canteen, transport and study grants."),
	"giustizia-e-sicurezza-pubblica":    words("Polizia locale, sicurezza e protezione civile.", "Local police, safety and civil protection."),
	"imprese-e-commercio":               words("Aprire, modificare o chiudere un'attività; mercati e suolo pubblico.", "Open, change or close a business; markets and public ground."),
	"mobilita-e-trasporti":              words("Sosta, zone a traffico limitato, contrassegni e trasporto pubblico.", "Parking, restricted zones, badges and public transport."),
	"salute-benessere-e-assistenza":     words("Aiuti alle famiglie, agli anziani e alle persone con disabilità.", "Support for families, older people and people with disabilities."),
	"tributi-finanze-e-contravvenzioni": words("Imposte, tariffe, rimborsi e multe.", "Taxes, fees, refunds and fines."),
	"turismo":                           words("Imposta di soggiorno, strutture ricettive e informazioni a chi visita.", "Tourist tax, accommodation and information for visitors."),
	"vita-lavorativa":                   words("Concorsi, tirocini, servizio civile e ricerca di lavoro.", "Competitions, traineeships, civilian service and finding work."),
}

// aliases are other names of sections.
var aliases = map[string]string{"documenti-e-dati": "documents", "argomenti": "topics"}

func sectionOf(id string) (Section, bool) {
	if other, ok := aliases[id]; ok {
		id = other
	}
	i := slices.IndexFunc(sections, func(s Section) bool { return s.ID == id })
	if i < 0 {
		return Section{}, false
	}
	return sections[i], true
}

func childrenOf(id string) (out []Section) {
	for _, s := range sections {
		if s.Parent == id {
			out = append(out, s)
		}
	}
	return out
}

// counts are how many contents each section lists.
type counts map[string]int

// count tells how many contents each section lists.
func (s *Service) count(ctx context.Context) (counts, error) {
	tally, err := s.Contents.Tally(ctx)
	if err != nil {
		return nil, err
	}
	out := counts{}
	for _, section := range sections {
		for _, typ := range section.Types {
			if len(section.Kinds) == 0 {
				out[section.ID] += tally.Of(typ, "")
			}
			for _, kind := range section.Kinds {
				out[section.ID] += tally.Of(typ, kind)
			}
		}
	}
	out["documents"] = 0
	for _, section := range childrenOf("documents") {
		out["documents"] += out[section.ID]
	}
	return out, nil
}
