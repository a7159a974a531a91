package search_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/sportello-pa/sportello/backend/internal/foundation/events"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/search"
)

// site is what is published in a test.
type site map[string]search.Entry

func (s site) SearchEntries(_ context.Context, ids []string) (out []search.Entry, err error) {
	for _, id := range ids {
		if e, ok := s[id]; ok {
			out = append(out, e)
		}
	}
	return out, nil
}

func (s site) SearchableIDs(context.Context) ([]string, error) {
	return slices.Sorted(maps.Keys(s)), nil
}

func (s site) SearchUses(_ context.Context, mediaID string) (ids []string, err error) {
	for id, e := range s {
		for _, f := range e.Files {
			if f.MediaID == mediaID {
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}

func (s site) CardsByID(_ context.Context, ids []string) (map[string]content.Card, error) {
	out := map[string]content.Card{}
	for _, id := range ids {
		if e, ok := s[id]; ok {
			out[id] = content.Card{ID: id, Title: e.Title, Path: e.Path}
		}
	}
	return out, nil
}

type towns struct{}

func (towns) IDs(context.Context) ([]string, error) { return []string{"borgolago", "pontefiume"}, nil }

func id(n string) string { return "01990000-0000-7000-8000-0000000000" + n }

func it(text string) i18n.Text { return i18n.Text{"it": text} }

func published() site {
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	old := day.AddDate(-3, 0, 0)
	return site{
		id("01"): {ContentID: id("01"), Kind: "service", Topics: []string{"residenza"}, Path: "/servizi/anagrafe/cambio-di-residenza", Title: i18n.Text{"it": "Cambio di residenza", "en": "Change of residence"},
			Brief: it("Comunica il nuovo indirizzo"), Body: it("Chi si trasferisce nel Comune presenta la dichiarazione entro venti giorni.")},
		id("02"): {ContentID: id("02"), Kind: "news", Topics: []string{"residenza"}, Date: &day, Path: "/novita/notizie/uffici", Title: it("Nuovi orari degli uffici"),
			Body: it("Da lunedì gli uffici dell’anagrafe ricevono anche per il cambio di residenza.")},
		id("03"): {ContentID: id("03"), Kind: "news", Topics: []string{"gestione-rifiuti"}, Date: &old, Path: "/novita/notizie/raccolta", Title: it("Raccolta della carta"), Body: it("La raccolta cambia giorno.")},
		id("04"): {ContentID: id("04"), Kind: "document", Topics: []string{"tassa-sui-servizi"}, Path: "/documenti/regolamento", Title: it("Regolamento comunale"), Body: it("Testo vigente."),
			Files: []search.File{{MediaID: id("f4"), Title: it("Regolamento (PDF)"), URL: "/media/x/regolamento.pdf", Text: "Articolo 12. Le compostiere domestiche danno diritto a una riduzione."}}},
		id("05"): {ContentID: id("05"), Kind: "document", Archived: true, Path: "/documenti/vecchio", Title: it("Vecchio cambio di residenza"), Body: it("Superato.")},
	}
}

type fixture struct {
	*testkit.Env
	*search.Service
	site site
	ctx  context.Context
}

func setup(t *testing.T) *fixture {
	t.Helper()
	e := testkit.New(t)
	f := &fixture{Env: e, site: published(), ctx: e.Ctx("borgolago")}
	f.Service = search.New(search.Deps{
		DB: e.DB, Queue: e.Queue, Bus: events.New(e.Queue), Tenants: towns{}, Source: f.site, Contents: f.site,
		Changed: func(context.Context) error { return nil },
	})
	if err := f.Rebuild(f.ctx); err != nil {
		t.Fatal(err)
	}
	e.Drain(t)
	return f
}

func (f *fixture) paths(t *testing.T, q search.Query) (paths []string, result search.Result) {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 10
	}
	result, err := f.Search(f.ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	for _, hit := range result.Items {
		paths = append(paths, hit.Path[strings.LastIndex(hit.Path, "/")+1:])
	}
	return paths, result
}

func TestSearch(t *testing.T) {
	f := setup(t)
	tests := map[string]struct {
		q    search.Query
		want []string
	}{
		"the title says more than the text":       {search.Query{Text: "cambio residenza"}, []string{"cambio-di-residenza", "uffici"}},
		"other forms of the words are the same":   {search.Query{Text: "cambi di residenze"}, []string{"cambio-di-residenza", "uffici"}},
		"in the other language":                   {search.Query{Text: "changing residence"}, []string{"cambio-di-residenza"}},
		"without accents":                         {search.Query{Text: "lunedi"}, []string{"uffici"}},
		"one group":                               {search.Query{Text: "residenza", Kinds: []string{"news"}}, []string{"uffici"}},
		"two groups are alternatives":             {search.Query{Text: "residenza", Kinds: []string{"news", "service"}}, []string{"cambio-di-residenza", "uffici"}},
		"one topic":                               {search.Query{Topics: []string{"gestione-rifiuti"}}, []string{"raccolta"}},
		"archived contents only when asked for":   {search.Query{Text: "vecchio", Archived: true}, []string{"vecchio"}},
		"inside files":                            {search.Query{Text: "compostiere domestica"}, []string{"regolamento"}},
		"everything without a text, newest first": {search.Query{}, []string{"uffici", "raccolta", "cambio-di-residenza", "regolamento"}},
		"nothing at all":                          {search.Query{Text: "xyzzy"}, nil},
		"words that say nothing":                  {search.Query{Text: "di e la"}, nil},
		"an operator of the query language":       {search.Query{Text: "residenza & ! ( ' \\ %"}, []string{"cambio-di-residenza", "uffici"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, _ := f.paths(t, tt.q); !slices.Equal(got, tt.want) {
				t.Errorf("found %v, want %v", got, tt.want)
			}
		})
	}
}

func TestCountsMindTheOtherFilter(t *testing.T) {
	f := setup(t)
	_, all := f.paths(t, search.Query{Text: "residenza", Kinds: []string{"news"}})
	if all.Total != 1 || all.Kinds["service"] != 1 || all.Kinds["news"] != 1 || all.Topics["residenza"] != 1 {
		t.Errorf("total %d, kinds %v, topics %v", all.Total, all.Kinds, all.Topics)
	}
}

func TestPassagesShowTheWords(t *testing.T) {
	f := setup(t)
	_, found := f.paths(t, search.Query{Text: "dichiarazione"})
	if got := found.Items[0].Passage["it"]; !strings.Contains(got, "\ue000dichiarazione\ue001") {
		t.Errorf("passage = %q", got)
	}
	_, found = f.paths(t, search.Query{Text: "compostiere"})
	if file := found.Items[0].File; file == nil || file.URL != "/media/x/regolamento.pdf" {
		t.Errorf("file = %v", file)
	}
}

func TestMistypedWords(t *testing.T) {
	f := setup(t)
	got, result := f.paths(t, search.Query{Text: "cambio residensa"})
	if !slices.Equal(got, []string{"cambio-di-residenza", "uffici"}) || result.DidYouMean != "cambio residenza" {
		t.Errorf("found %v, meant %q", got, result.DidYouMean)
	}
}

func TestSynonyms(t *testing.T) {
	f := setup(t)
	if got, _ := f.paths(t, search.Query{Text: "trasloco"}); got != nil {
		t.Fatalf("found %v before there was a synonym", got)
	}
	if err := f.PutSynonyms(f.ctx, [][]string{{"Trasloco", "cambio di residenza"}}); err != nil {
		t.Fatal(err)
	}
	if got, _ := f.paths(t, search.Query{Text: "trasloco"}); !slices.Equal(got, []string{"cambio-di-residenza", "uffici"}) {
		t.Errorf("found %v", got)
	}
	for _, wrong := range [][][]string{{{"solo"}}, {{"uguale", "Uguale "}}, {{"a", strings.Repeat("b", 61)}}} {
		if err := f.PutSynonyms(f.ctx, wrong); err == nil {
			t.Errorf("%v was taken", wrong)
		}
	}
	if groups, err := f.Synonyms(f.ctx); err != nil || len(groups) != 1 {
		t.Errorf("groups = %v, %v", groups, err)
	}
}

func TestSuggestions(t *testing.T) {
	f := setup(t)
	tests := map[string][]string{"camb": {"Cambio di residenza"}, "resid cam": {"Cambio di residenza"}, "raccolat": {"Raccolta della carta"}, "ca": nil, "100%": nil}
	for text, want := range tests {
		found, err := f.Suggest(f.ctx, text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range found {
			got = append(got, s.Title["it"])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestPagesFollowEachOther(t *testing.T) {
	f := setup(t)
	for name, q := range map[string]search.Query{"by date": {Limit: 1}, "by relevance": {Text: "residenza OR raccolta", Limit: 1}} {
		t.Run(name, func(t *testing.T) {
			seen := map[string]bool{}
			for range 10 {
				paths, result := f.paths(t, q)
				for _, p := range paths {
					if seen[p] {
						t.Errorf("%s came twice", p)
					}
					seen[p] = true
				}
				if q.Cursor = result.Next; q.Cursor == "" {
					if len(seen) != result.Total {
						t.Errorf("%d of %d came", len(seen), result.Total)
					}
					return
				}
			}
			t.Error("the pages never end")
		})
	}
}

func TestTheIndexFollowsWhatIsPublished(t *testing.T) {
	f := setup(t)
	changed := f.site[id("03")]
	changed.Title = it("Raccolta del vetro")
	f.site[id("03")] = changed
	delete(f.site, id("01"))
	for range 2 { // delivery is at least once
		if err := f.Index(f.ctx, id("01"), id("03")); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := f.paths(t, search.Query{Text: "vetro"}); !slices.Equal(got, []string{"raccolta"}) {
		t.Errorf("found %v", got)
	}
	if got, _ := f.paths(t, search.Query{Text: "trasferisce"}); got != nil {
		t.Errorf("what was withdrawn is found: %v", got)
	}
}

func TestAnotherMunicipalityFindsNothingOfThis(t *testing.T) {
	f := setup(t)
	f.ctx = f.Ctx("pontefiume")
	if got, _ := f.paths(t, search.Query{}); got != nil {
		t.Errorf("found %v", got)
	}
	if found, err := f.Suggest(f.ctx, "cambio"); err != nil || found != nil {
		t.Errorf("suggestions = %v, %v", found, err)
	}
	if _, result := f.paths(t, search.Query{Text: "residensa"}); result.DidYouMean != "" {
		t.Errorf("meant %q", result.DidYouMean)
	}
}

// TestManyHandsLearnTheSameWords indexes contents whose new words come in
// opposite orders, all at once.
func TestManyHandsLearnTheSameWords(t *testing.T) {
	f := setup(t)
	var words []string
	for _, a := range []string{"zanzara", "mulino", "ponte", "acqua", "lume"} {
		for _, b := range []string{"verde", "alto", "freddo", "nuovo", "largo", "chiaro"} {
			words = append(words, a+b)
		}
	}
	const hands = 8
	for i := range hands {
		slices.Reverse(words)
		for n := range 3 {
			key := fmt.Sprintf("01990000-0000-7000-8000-0000000%03d%02d", i, n)
			f.site[key] = search.Entry{ContentID: key, Kind: "news", Path: "/novita/" + key, Title: it(strings.Join(words[n*10:n*10+10], " "))}
		}
	}
	var group errgroup.Group
	for i := range hands {
		group.Go(func() error {
			var ids []string
			for n := range 3 {
				ids = append(ids, fmt.Sprintf("01990000-0000-7000-8000-0000000%03d%02d", i, n))
			}
			return f.Index(f.ctx, ids...)
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	if paths, _ := f.paths(t, search.Query{Text: "mulinofreddo"}); len(paths) != hands {
		t.Errorf("%d contents are found, want %d", len(paths), hands)
	}
}
