package migrations_test

import (
	"os"
	"strings"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

// TestWhatWasRecordedBeforeSaysWhoseItWas goes back to the trail as it was
// before it named persons, records there, and comes forward again.
func TestWhatWasRecordedBeforeSaysWhoseItWas(t *testing.T) {
	raw, err := os.ReadFile("0025_whose_data.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, down, _ := strings.Cut(string(raw), "-- +goose Down")
	owner := testkit.New(t).Owner(t)
	run := func(sql string) {
		t.Helper()
		if _, err := owner.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	const (
		anna   = "01990000-0000-7000-8000-00000000000a"
		permit = "01990000-0000-7000-8000-000000000001"
		due    = "01990000-0000-7000-8000-000000000002"
		draft  = "01990000-0000-7000-8000-000000000003"
	)
	run(down)
	run(`INSERT INTO persons (tenant_id, id, tax_code, given_name, family_name, platform_mode, created_at, updated_at)
		VALUES ('borgolago', '` + anna + `', 'SMPNNA85C52Z999T', 'Anna', 'Esempio', 'real', now(), now())`)
	run(`INSERT INTO applications (tenant_id, id, service_id, service_version, service_title_it, service_title_en, office, applicant_id,
		applicant, applicant_name, applicant_tax_code, name_key, family_key, status, created_at, updated_at)
		VALUES ('borgolago', '` + permit + `', 's', '1', 'S', 'S', 'mobility', '` + anna + `', '{}', 'A', 'T', 'a', 'a', 'draft', now(), now())`)
	run(`INSERT INTO payments (tenant_id, id, subject_kind, subject_id, person_id, reason_it, reason_en, amount_cents, lines, debtor, status,
		platform_mode, due_date, created_at, updated_at)
		VALUES ('borgolago', '` + due + `', 'application', '` + permit + `', '` + anna + `', 'R', 'R', 1, '[]', '{}', 'open', 'off', now(), now(), now())`)
	run(`INSERT INTO audit_entries (tenant_id, id, at, actor_kind, action, subject, subject_id) VALUES
		('borgolago', gen_random_uuid(), now(), 'operator', 'application.read', 'application', '` + permit + `'),
		('borgolago', gen_random_uuid(), now(), 'system', 'payment.opened', 'payment', '` + due + `'),
		('borgolago', gen_random_uuid(), now(), 'citizen', 'signed-in', 'person', '` + anna + `'),
		('borgolago', gen_random_uuid(), now(), 'citizen', 'application.deleted', 'application', '` + draft + `'),
		('pontefiume', gen_random_uuid(), now(), 'operator', 'application.read', 'application', '` + permit + `')`)
	run(up)

	rows, err := owner.Query(t.Context(), `SELECT concat_ws(' ', tenant_id, action, person_id::text, application_id::text, office)
		FROM audit_entries WHERE person_id IS NOT NULL ORDER BY action`)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.TrimSpace(line))
	}
	want := []string{
		"borgolago application.read " + anna + " " + permit + " mobility",
		"borgolago payment.opened " + anna + " " + permit,
		"borgolago signed-in " + anna,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if _, err := owner.Exec(t.Context(), "DELETE FROM audit_entries"); err == nil {
		t.Error("the trail can be deleted from")
	}
}
