package migrations_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/migrations"
)

func TestReplicasMayMigrateAtOnce(t *testing.T) {
	e := testkit.New(t)
	if _, err := e.Owner(t).Exec(t.Context(), "CREATE DATABASE "+empty(e.URL)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = e.Owner(t).Exec(context.Background(), "DROP DATABASE "+empty(e.URL)+" WITH (FORCE)")
	})
	url := strings.Replace(e.URL, name(e.URL), empty(e.URL), 1)
	if pending, err := migrations.Pending(t.Context(), url); err != nil || !pending {
		t.Fatalf("empty database: pending %v, %v", pending, err)
	}
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			if err := migrations.Up(t.Context(), url); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if pending, err := migrations.Pending(t.Context(), url); err != nil || pending {
		t.Fatalf("migrated database: pending %v, %v", pending, err)
	}
}

func name(url string) string {
	path, _, _ := strings.Cut(url, "?")
	return path[strings.LastIndex(path, "/")+1:]
}

func empty(url string) string { return strings.ToLower(name(url)) + "_empty" }

// Every table of the product either has tenant_id, first in its primary key
// and behind row-level security, or is named here with its reason.
func TestEveryTenantTableIsLocked(t *testing.T) {
	shared := map[string]bool{
		"tenants":          true, // the list of the tenants themselves
		"goose_db_version": true, // of the migrations
		"service_versions": true, // the model services, the same for everybody
		"search_entries":   true, // published texts only, as the two below: see search_documents
		"search_files":     true,
		"search_words":     true,
		"search_documents": true, // published texts only; row-level security would keep its index from use
	}
	e := testkit.New(t)
	rows, err := e.Owner(t).Query(t.Context(), `
SELECT c.relname,
       EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnotnull),
       c.relrowsecurity AND c.relforcerowsecurity
           AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid),
       coalesce((SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                 WHERE i.indrelid = c.oid AND i.indisprimary), '')
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'river\_%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	seen := 0
	for rows.Next() {
		var table, first string
		var tenant, locked bool
		if err := rows.Scan(&table, &tenant, &locked, &first); err != nil {
			t.Fatal(err)
		}
		if shared[table] {
			continue
		}
		seen++
		if !tenant || !locked || first != "tenant_id" {
			t.Errorf("%s: tenant_id not null %v, locked %v, primary key starts with %q", table, tenant, locked, first)
		}
	}
	if seen < 2 {
		t.Fatalf("%d tables", seen)
	}
}

func TestSearchKnowsItalianWithoutAccents(t *testing.T) {
	e := testkit.New(t)
	var found, plain bool
	err := e.DB.Pool().QueryRow(t.Context(), `
SELECT to_tsvector('italian_unaccent', 'Le attività della città') @@ plainto_tsquery('italian_unaccent', 'attivita citta'),
       plain_text('Città È') = 'citta e'`).Scan(&found, &plain)
	if err != nil || !found || !plain {
		t.Fatalf("found %v, plain %v, %v", found, plain, err)
	}
}
