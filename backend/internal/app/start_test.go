package app_test

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/sportello-pa/sportello/backend/internal/app"
	"github.com/sportello-pa/sportello/backend/internal/foundation/config"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

func TestADatabaseThatNobodyPreparedIsRefusedInWords(t *testing.T) {
	e := testkit.New(t)
	address, err := pgx.ParseConfig(e.URL)
	if err != nil {
		t.Fatal(err)
	}
	empty := address.Database + "_empty"
	owner := e.Owner(t)
	if _, err := owner.Exec(t.Context(), "CREATE DATABASE "+empty); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = owner.Exec(context.Background(), "DROP DATABASE "+empty+" WITH (FORCE)") })
	err = app.Work(t.Context(), config.Config{
		DatabaseURL: strings.Replace(e.URL, address.Database, empty, 1),
		SecretKey:   base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 32))),
		StorageURL:  "file://" + t.TempDir(),
	})
	if err == nil || !strings.Contains(err.Error(), "run server migrate first") {
		t.Errorf("started on an empty database: %v", err)
	}
}
