package privacy_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/personaldata"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/applications"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
	"github.com/sportello-pa/sportello/backend/internal/modules/privacy"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

const (
	anna    = "01990000-0000-7000-8000-00000000000a"
	bruno   = "01990000-0000-7000-8000-00000000000b"
	mara    = "01990000-0000-7000-8000-0000000000aa"
	permit  = "01990000-0000-7000-8000-000000000001"
	deleted = "01990000-0000-7000-8000-000000000002"
	licence = "01990000-0000-7000-8000-000000000003"
)

// around is what the other modules know in these tests; it counts how often
// it is asked.
type around struct {
	asked int
	parts []personaldata.Part
	told  []notifications.Notice
}

func (a *around) Labels(_ context.Context, personID string, ids []string) (map[string]applications.Label, error) {
	a.asked++
	out := map[string]applications.Label{}
	if personID == anna && slices.Contains(ids, permit) {
		out[permit] = applications.Label{ID: permit, Number: "2026-000001", Service: tenants.Text{IT: "Permesso", EN: "Permit"}}
	}
	return out, nil
}

func (a *around) FileNames(context.Context, []string) (map[string]string, error) {
	a.asked++
	return map[string]string{licence: "patente.pdf"}, nil
}

func (a *around) Titles(context.Context, []string) (map[string]documents.Localized, error) {
	a.asked++
	return map[string]documents.Localized{}, nil
}

func (a *around) Person(_ context.Context, id string) (identity.Person, error) {
	return identity.Person{ID: id, GivenName: "Anna", FamilyName: "Esempio", Language: "en"}, nil
}

func (a *around) Notify(_ context.Context, n notifications.Notice) error {
	a.told = append(a.told, n)
	return nil
}

func (a *around) Issuer(context.Context) (documents.Issuer, error) {
	return documents.Issuer{Name: "Comune di Borgolago"}, nil
}

func (a *around) PersonalData(context.Context, personaldata.Person) ([]personaldata.Part, error) {
	return a.parts, nil
}

type world struct {
	*testkit.Env
	*around
	service *privacy.Service
	trail   *audit.Service
	who     audit.Who
}

func setup(t *testing.T) *world {
	t.Helper()
	w := &world{Env: testkit.New(t), around: &around{}}
	w.trail = audit.New(w.DB, w.Clock, func(context.Context) audit.Who { return w.who })
	towns := tenants.New(w.DB, tenants.Origin{Scheme: "http"})
	for _, id := range []string{"borgolago", "pontefiume"} {
		host := "localhost"
		if id == "pontefiume" {
			host = "pontefiume.localhost"
		}
		offices := []tenants.Office{{ID: "mobility", Name: tenants.Text{IT: "Ufficio Mobilità", EN: "Mobility Office"}}}
		if err := towns.Put(t.Context(), tenants.Tenant{ID: id, Name: "Comune", Host: host, Settings: tenants.Settings{Offices: offices}}); err != nil {
			t.Fatal(err)
		}
	}
	w.service = privacy.New(privacy.Deps{
		DB: w.DB, Queue: w.Queue, Clock: w.Clock, Storage: w.Storage, Audit: w.trail, Tenants: towns,
		Cases: w.around, Papers: w.around, People: w.around, Notices: w.around, Issuers: w.around, Sources: []personaldata.Source{w.around},
	})
	return w
}

// act records that somebody did something, a second after the one before.
func (w *world) act(t *testing.T, tenant string, who audit.Who, e audit.Entry) {
	t.Helper()
	w.Clock.Advance(time.Second)
	w.who = who
	if err := w.trail.Record(w.Ctx(tenant), e); err != nil {
		t.Fatal(err)
	}
}

func TestAuthorsAreToldByTheirOffice(t *testing.T) {
	w := setup(t)
	operator := audit.Who{Kind: "operator", ID: mara, Name: "Mara Finta"}
	tests := map[string]struct {
		who    audit.Who
		office string
		kind   privacy.Author
		name   string
	}{
		"the person":                         {audit.Who{Kind: "citizen", ID: anna, Name: "Anna"}, "", privacy.Self, "Tu"},
		"somebody else":                      {audit.Who{Kind: "citizen", ID: bruno, Name: "Bruno"}, "", privacy.Other, "Un’altra persona"},
		"an operator":                        {operator, "mobility", privacy.Office, "Ufficio Mobilità"},
		"an administrator of no office":      {operator, "", privacy.Office, "Personale del Comune"},
		"an operator of an office long gone": {operator, "weights", privacy.Office, "Personale del Comune"},
		"what the system does in background": {audit.Who{Kind: "system"}, "", privacy.System, "Sistema informatico del Comune, in automatico"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w.act(t, "borgolago", tt.who, audit.Entry{
				Action: "application.read", Subject: "application", SubjectID: permit, PersonID: anna, ApplicationID: permit, Office: tt.office,
			})
			list, _, err := w.service.Accesses(w.Ctx("borgolago"), anna, privacy.AccessFilter{Limit: 1})
			if err != nil || len(list) != 1 {
				t.Fatalf("%v, %v", list, err)
			}
			if got := list[0]; got.Kind != tt.kind || got.Who.IT != tt.name || got.Who.EN == "" || got.What.EN != "Application read" || got.Case.Number != "2026-000001" {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestAPageAsksTheOthersOnce(t *testing.T) {
	w := setup(t)
	citizen := audit.Who{Kind: "citizen", ID: anna}
	for range 30 {
		w.act(t, "borgolago", audit.Who{Kind: "operator", ID: mara}, audit.Entry{
			Action: "application.attachment_read", Subject: "application", SubjectID: permit, PersonID: anna, ApplicationID: permit,
			Office: "mobility", Detail: map[string]string{"attachment": licence},
		})
	}
	w.act(t, "borgolago", citizen, audit.Entry{Action: "application.deleted", Subject: "application", SubjectID: deleted, PersonID: anna, ApplicationID: deleted})
	w.act(t, "borgolago", citizen, audit.Entry{Action: "unheard-of", Subject: "person", SubjectID: anna, PersonID: anna})
	w.act(t, "borgolago", audit.Who{Kind: "citizen", ID: bruno}, audit.Entry{Action: "signed-in", Subject: "person", SubjectID: bruno, PersonID: bruno})
	w.act(t, "pontefiume", citizen, audit.Entry{Action: "signed-in", Subject: "person", SubjectID: anna, PersonID: anna})
	w.act(t, "borgolago", audit.Who{Kind: "operator", ID: mara}, audit.Entry{Action: "application.searched", Subject: "application"})

	w.asked = 0
	list, next, err := w.service.Accesses(w.Ctx("borgolago"), anna, privacy.AccessFilter{Limit: 20})
	if err != nil || len(list) != 20 || next == "" || w.asked != 3 {
		t.Fatalf("%d accesses, next %q, asked %d times: %v", len(list), next, w.asked, err)
	}
	if got := list[0]; got.What.IT != "Operazione sui tuoi dati" || got.Case != nil || got.Document != nil {
		t.Errorf("an act without words: %+v", got)
	}
	if got := list[1]; got.Case == nil || got.Case.ID != deleted || got.Case.Service != (tenants.Text{}) {
		t.Errorf("a draft that is no more: %+v", got)
	}
	if got := list[2]; got.Document == nil || got.Document.Title.IT != "patente.pdf" {
		t.Errorf("an opened file: %+v", got)
	}
	rest, next, err := w.service.Accesses(w.Ctx("borgolago"), anna, privacy.AccessFilter{Limit: 20, Cursor: next})
	if err != nil || len(rest) != 12 || next != "" {
		t.Errorf("then %d accesses, next %q: %v", len(rest), next, err)
	}
	if of, _, err := w.service.Accesses(w.Ctx("borgolago"), anna, privacy.AccessFilter{Limit: 99, ApplicationID: permit}); err != nil || len(of) != 30 {
		t.Errorf("%d of one application: %v", len(of), err)
	}
	for _, cursor := range []string{"x", httpx.EncodeCursor(audit.Mark{ID: "x"})} {
		if _, _, err := w.service.Accesses(w.Ctx("borgolago"), anna, privacy.AccessFilter{Limit: 20, Cursor: cursor}); !errors.Is(err, httpx.ErrCursor) {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
}

func TestACopyIsMadeOnce(t *testing.T) {
	w := setup(t)
	w.parts = []personaldata.Part{{Name: "bees", Title: "Bees", Data: []int{1}, Items: []personaldata.Item{{Title: "Hive", Lines: [][2]string{{"Bees", "1"}}}}}}
	ctx := w.Ctx("borgolago")
	e, err := w.service.RequestExport(ctx, anna)
	if err != nil {
		t.Fatal(err)
	}
	w.Drain(t)
	type again struct {
		buildAgain
		ExportID string `json:"export_id"`
	}
	if err := w.Queue.Enqueue(ctx, again{ExportID: e.ID}); err != nil {
		t.Fatal(err)
	}
	w.Drain(t)
	if len(w.told) != 1 || w.told[0].Template != notifications.DataExportReady || w.told[0].Params["due_date"] != "2026-03-09" {
		t.Errorf("notices: %+v", w.told)
	}
	if _, file, err := w.service.OpenExport(ctx, anna, e.ID); err != nil {
		t.Error(err)
	} else if err := file.Close(); err != nil {
		t.Error(err)
	}
	if _, _, err := w.service.OpenExport(ctx, bruno, e.ID); !errors.Is(err, privacy.ErrExportNotFound) {
		t.Errorf("somebody else: %v", err)
	}
}

type buildAgain struct{}

func (buildAgain) Kind() string { return "privacy.build_export.v1" }

func TestTwoModulesCannotTellOfTheSameThing(t *testing.T) {
	w := setup(t)
	w.parts = []personaldata.Part{{Name: "bees"}, {Name: "bees"}}
	if _, err := w.service.RequestExport(w.Ctx("borgolago"), anna); err != nil {
		t.Fatal(err)
	}
	var failed error
	w.DrainWith(t, func(_ string, err error) { failed = err })
	if failed == nil || !strings.Contains(failed.Error(), `two modules tell of "bees"`) {
		t.Errorf("failed with %v", failed)
	}
}
