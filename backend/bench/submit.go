package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
	"github.com/sportello-pa/sportello/backend/internal/modules/applications"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

const (
	submitted = copied // no fee: it goes straight to the office
	senders   = 8
	perSender = 4 * workers // drafts for each second and connection; more than are ever sent
)

// applicant is a signed-in person with a complete draft.
type applicant struct{ person, session, draft string }

// submission sends drafts through the whole API: session, idempotency key,
// checks, number, timeline, message, notice, jobs, audit entry, all in a
// transaction that is on the disk when the answer leaves.
func (r *run) submission(ctx context.Context, w *world) error {
	turns := 3
	seconds := r.turn.Seconds() * float64(turns) * 2
	all, err := w.applicants(ctx, max(100, int(seconds*senders*perSender)))
	if err != nil {
		return err
	}
	handler := w.Handler(nil)
	var next atomic.Int64
	send := func() error {
		i := int(next.Add(1)) - 1
		if i >= len(all) {
			return errNoMore
		}
		return submit(handler, all[i])
	}
	for range 2 { // what is asked for once only
		if err := send(); err != nil {
			return err
		}
	}
	before, err := w.written(ctx)
	if err != nil {
		return err
	}
	statements, err := w.tracer.during(send)
	if err != nil {
		return err
	}
	after, err := w.written(ctx)
	if err != nil {
		return err
	}
	var rates []float64
	for range turns {
		rate, err := together(senders, 2*r.turn, send)
		if err != nil {
			return err
		}
		rates = append(rates, rate)
	}
	r.add(row{what: fmt.Sprintf("submission, durable, with %d jobs and %d audit entry", after.jobs-before.jobs, after.audit-before.audit), ours: perSecond(rates)})
	r.add(row{what: "submission: SQL statements, with those of session, idempotency key and answer", ours: fmt.Sprint(len(statements))})
	if r.verbose {
		for _, s := range statements {
			fmt.Println("  ", strings.Join(strings.Fields(s.sql), " "))
		}
	}
	return nil
}

var errNoMore = errors.New("no draft is left to send")

func submit(handler http.Handler, a applicant) error {
	request := httptest.NewRequest(http.MethodPut, "/api/v1/applications/"+a.draft+"/submission", nil)
	request.Host = "localhost"
	request.Header.Set("Idempotency-Key", a.draft)
	request.AddCookie(&http.Cookie{Name: identity.CookieName, Value: a.session})
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	if answer.Code != http.StatusOK {
		return fmt.Errorf("answer %d: %s", answer.Code, answer.Body)
	}
	return nil
}

type written struct{ jobs, audit int }

func (w *world) written(ctx context.Context) (n written, err error) {
	err = w.owner.QueryRow(ctx, "SELECT (SELECT count(*) FROM river_job), (SELECT count(*) FROM audit_entries)").Scan(&n.jobs, &n.audit)
	return n, err
}

// applicants makes n people with a session and a draft each. The first draft
// is written through the product; the others are copies of it.
func (w *world) applicants(ctx context.Context, n int) ([]applicant, error) {
	all, err := w.people(ctx, n)
	if err != nil {
		return nil, err
	}
	if all[0].draft, err = w.draft(ctx, all[0].person); err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	for i := range all[1:] {
		all[i+1].draft = ids.New()
	}
	return all, w.copyDrafts(ctx, all)
}

func (w *world) people(ctx context.Context, n int) ([]applicant, error) {
	all := make([]applicant, n)
	now := time.Now()
	people, sessions := make([][]any, n), make([][]any, n)
	for i := range all {
		all[i] = applicant{person: ids.New(), session: secrets.RandomToken(32)}
		people[i] = []any{tenant, all[i].person, taxCode(w.made + i), "Anna", "Inventata", "1985-03-01", "Borgolago", "F", "anna@example.org", "off", now, now}
		sessions[i] = []any{tenant, ids.New(), secrets.Hash(all[i].session), "citizen", all[i].person, "spid", "oidc", 2, "off", now, now}
	}
	w.made += n
	_, err := w.owner.CopyFrom(ctx, pgx.Identifier{"persons"}, []string{"tenant_id", "id", "tax_code", "given_name", "family_name",
		"birth_date", "birth_place", "gender", "email", "platform_mode", "created_at", "updated_at"}, pgx.CopyFromRows(people))
	if err != nil {
		return nil, err
	}
	_, err = w.owner.CopyFrom(ctx, pgx.Identifier{"sessions"}, []string{"tenant_id", "id", "token_hash", "kind", "person_id", "provider",
		"protocol", "level", "platform_mode", "created_at", "last_seen_at"}, pgx.CopyFromRows(sessions))
	return all, err
}

// taxCode is a well formed code that nobody has: no place is Z999.
func taxCode(i int) string {
	letters := []byte("AAAAAA")
	for k := len(letters) - 1; i > 0; k, i = k-1, i/26 {
		letters[k] += byte(i % 26) //nolint:gosec // below 26
	}
	code := string(letters) + "85C41Z999"
	return code + string(identity.TaxCodeCheck(code))
}

var onePage = []byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")

func (w *world) draft(ctx context.Context, person string) (string, error) {
	citizen := identity.WithActor(inTenant(ctx), identity.Actor{Kind: identity.Citizen, PersonID: person, TenantID: tenant, Level: 2})
	definition, err := w.Catalogue.Definition(citizen, submitted)
	if err != nil {
		return "", err
	}
	view, _, err := w.Applications.Start(citizen, submitted)
	if err != nil {
		return "", err
	}
	id := view.ID
	data, files, declarations := catalogue.Example(definition)
	accepted, step := true, "summary"
	_, err = w.Applications.Save(citizen, id, view.Version, applications.Patch{
		Data: data, Step: &step, PrivacyAccepted: &accepted, Declarations: &declarations,
	})
	if err != nil {
		return "", err
	}
	for _, key := range files {
		if _, err := w.Applications.Attach(citizen, id, key, "file.pdf", onePage); err != nil {
			return "", err
		}
	}
	return id, nil
}

// copyDrafts gives everybody the draft of the first.
func (w *world) copyDrafts(ctx context.Context, all []applicant) error {
	drafts, people := make([]string, 0, len(all)), make([]string, 0, len(all))
	for _, a := range all[1:] {
		drafts, people = append(drafts, a.draft), append(people, a.person)
	}
	for _, table := range []struct {
		name, key string
		replaced  map[string]string
	}{
		{"applications", "id", map[string]string{"id": "new.draft", "applicant_id": "new.person"}},
		{"application_attachments", "application_id", map[string]string{"id": "gen_random_uuid()", "application_id": "new.draft"}},
	} {
		columns, values, err := w.columns(ctx, table.name, table.replaced)
		if err != nil {
			return err
		}
		_, err = w.owner.Exec(ctx, fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s AS old, unnest($2::uuid[], $3::uuid[]) AS new(draft, person) WHERE old.%s = $1",
			table.name, columns, values, table.name, table.key), all[0].draft, drafts, people)
		if err != nil {
			return fmt.Errorf("copy %s: %w", table.name, err)
		}
	}
	_, err := w.owner.Exec(ctx, "ANALYZE applications, application_attachments, persons, sessions")
	return err
}

func (w *world) columns(ctx context.Context, table string, replaced map[string]string) (columns, values string, err error) {
	rows, err := w.owner.Query(ctx, "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND is_generated = 'NEVER'", table)
	if err != nil {
		return "", "", err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return "", "", err
	}
	from := make([]string, len(names))
	for i, name := range names {
		if from[i] = replaced[name]; from[i] == "" {
			from[i] = "old." + name
		}
	}
	return strings.Join(names, ", "), strings.Join(from, ", "), nil
}
