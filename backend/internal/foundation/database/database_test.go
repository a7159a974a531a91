package database_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

// note is a row of a municipality; shelf is a table without one.
type note struct {
	TenantID string `gorm:"primaryKey"`
	ID       string `gorm:"primaryKey"`
	Text     string
	Extra    database.JSON
}

type noteText struct{ Text string }

const schema = `
CREATE TABLE notes (tenant_id text NOT NULL, id text NOT NULL, text text NOT NULL, extra jsonb, PRIMARY KEY (tenant_id, id));
CREATE UNIQUE INDEX notes_text ON notes (tenant_id, text);
SELECT protect_tenant_table('notes');`

type env struct {
	*testkit.Env
	one, two context.Context
}

func setup(t *testing.T) env {
	t.Helper()
	e := testkit.New(t)
	if _, err := e.Owner(t).Exec(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	s := env{e, e.Ctx("borgolago"), e.Ctx("pontefiume")}
	for _, ctx := range []context.Context{s.one, s.two} {
		for _, id := range []string{"a", "b"} {
			if err := e.DB.From(ctx).Create(&note{ID: id, Text: database.TenantID(ctx) + " " + id}).Error; err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

func (e env) rows(t *testing.T, where string) (n int) {
	t.Helper()
	if err := e.Owner(t).QueryRow(t.Context(), "SELECT count(*) FROM notes WHERE "+where).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestReadsSeeOneTenant(t *testing.T) {
	e := setup(t)
	reads := map[string]func(*gorm.DB) ([]note, error){
		"all": func(db *gorm.DB) (out []note, err error) { return out, db.Find(&out).Error },
		"an OR that would open the condition": func(db *gorm.DB) (out []note, err error) {
			return out, db.Where("id = ?", "a").Or("id = 'b'").Or("1 = 1").Find(&out).Error
		},
		"an OR in one string": func(db *gorm.DB) (out []note, err error) {
			return out, db.Find(&out, "id = 'a'\nor\ntrue").Error
		},
		"under another name": func(db *gorm.DB) (out []note, err error) {
			return out, db.Table("notes AS n").Where("n.id IN ('a', 'b')").Find(&out).Error
		},
		"into another struct": func(db *gorm.DB) (out []note, err error) {
			var texts []noteText
			err = db.Model(&note{}).Select("text").Order("id").Clauses(database.Limit(5)).Scan(&texts).Error
			for _, x := range texts {
				out = append(out, note{Text: x.Text, TenantID: "pontefiume"})
			}
			return out, err
		},
		"raw SQL that names the tenant": func(db *gorm.DB) (out []note, err error) {
			return out, db.Raw("SELECT * FROM notes WHERE tenant_id IS NOT NULL").Scan(&out).Error
		},
	}
	for name, read := range reads {
		t.Run(name, func(t *testing.T) {
			rows, err := read(e.DB.From(e.two))
			if err != nil || len(rows) != 2 {
				t.Fatalf("%d rows, %v", len(rows), err)
			}
			for _, r := range rows {
				if r.TenantID != "pontefiume" || r.Text[:10] != "pontefiume" {
					t.Errorf("a row of %s", r.TenantID)
				}
			}
		})
	}
	var n int64
	if err := e.DB.From(e.one).Model(&note{}).Count(&n).Error; err != nil || n != 2 {
		t.Fatalf("count %d, %v", n, err)
	}
	var texts []string
	if err := e.DB.From(e.one).Model(&note{}).Order("id").Clauses(database.Limit(1)).Pluck("text", &texts).Error; err != nil || len(texts) != 1 {
		t.Fatalf("limit: %v, %v", texts, err)
	}
}

func TestWithoutTenantNothingGoes(t *testing.T) {
	e := setup(t)
	db := e.DB.From(context.Background())
	tries := map[string]error{
		"read":            db.Find(&[]note{}).Error,
		"count":           db.Model(&note{}).Count(new(int64)).Error,
		"row":             func() error { _, err := db.Model(&note{}).Rows(); return err }(),
		"create":          db.Create(&note{ID: "x", Text: "x"}).Error,
		"update":          db.Model(&note{}).Where("id = 'a'").Update("text", "x").Error,
		"delete":          db.Delete(&note{}, "id = 'a'").Error,
		"raw with a name": db.Raw("SELECT count(*) FROM notes WHERE tenant_id = 'borgolago'").Scan(new(int64)).Error,
	}
	for name, err := range tries {
		if !errors.Is(err, database.ErrNoTenant) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := e.rows(t, "true"); n != 4 {
		t.Fatalf("%d rows", n)
	}
}

func TestWaysAroundTheGuardAreRefused(t *testing.T) {
	e := setup(t)
	db := e.DB.From(e.one)
	tries := map[string]error{
		"raw":          db.Raw("SELECT count(*) FROM notes").Scan(new(int64)).Error,
		"exec":         db.Exec("DELETE FROM notes").Error,
		"table":        db.Table("notes").Find(&[]noteText{}).Error,
		"table of map": db.Table("notes").Find(&[]map[string]any{}).Error,
	}
	for name, err := range tries {
		if !errors.Is(err, database.ErrUnguarded) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The guard is out of the way here: row-level security holds alone.
func TestRowLevelSecurityHoldsAlone(t *testing.T) {
	e := setup(t)
	raw := e.DB.From(database.AllowRaw(e.one))
	var n int64
	if err := raw.Raw("SELECT count(*) FROM notes").Scan(&n).Error; err != nil || n != 2 {
		t.Fatalf("%d rows, %v", n, err)
	}
	res := raw.Exec("UPDATE notes SET text = text || '!'")
	if res.Error != nil || res.RowsAffected != 2 {
		t.Fatalf("updated %d, %v", res.RowsAffected, res.Error)
	}
	if err := raw.Exec("INSERT INTO notes (tenant_id, id, text) VALUES ('pontefiume', 'z', 'z')").Error; err == nil {
		t.Fatal("a row of another tenant went in")
	}
	if err := raw.Exec("UPDATE notes SET tenant_id = 'pontefiume', id = id || 'x'").Error; err == nil {
		t.Fatal("rows moved to another tenant")
	}
	if err := e.DB.Pool().QueryRow(e.two, "SELECT count(*) FROM notes").Scan(&n); err != nil || n != 2 {
		t.Fatalf("pool: %d rows, %v", n, err)
	}
	if err := e.DB.Pool().QueryRow(context.Background(), "SELECT count(*) FROM notes").Scan(&n); err != nil || n != 0 {
		t.Fatalf("pool without tenant: %d rows, %v", n, err)
	}
	if err := raw.Exec("ALTER TABLE notes DISABLE ROW LEVEL SECURITY").Error; err == nil {
		t.Fatal("the product may change its own locks")
	}
	if n := e.rows(t, "text LIKE '%!' AND tenant_id = 'borgolago'"); n != 2 {
		t.Fatalf("%d rows changed", n)
	}
}

func TestWritesStayInOneTenant(t *testing.T) {
	e := setup(t)
	db := e.DB.From(e.one)
	if res := db.Model(&note{}).Where("id = ? OR true", "a").Update("text", gorm.Expr("text || '?'")); res.Error != nil || res.RowsAffected != 2 {
		t.Fatalf("update: %d, %v", res.RowsAffected, res.Error)
	}
	mine := note{ID: "a", Text: "new"}
	if res := db.Model(&mine).Select("*").Updates(&mine); res.Error != nil || res.RowsAffected != 1 {
		t.Fatalf("update of a struct: %d, %v", res.RowsAffected, res.Error)
	}
	if err := db.Create(&note{TenantID: "pontefiume", ID: "c", Text: "c"}).Error; !errors.Is(err, database.ErrOtherTenant) {
		t.Fatalf("create for another: %v", err)
	}
	if err := db.Model(&note{}).Where("id = 'a'").Updates(note{TenantID: "pontefiume"}).Error; !errors.Is(err, database.ErrOtherTenant) {
		t.Fatalf("move to another: %v", err)
	}
	if err := db.Model(&note{}).Where("id = 'a'").Update("tenant_id", "pontefiume").Error; !errors.Is(err, database.ErrOtherTenant) {
		t.Fatalf("move to another by column: %v", err)
	}
	batch := []note{{ID: "d", Text: "d"}, {ID: "e", Text: "e"}}
	if err := db.Create(&batch).Error; err != nil || batch[1].TenantID != "borgolago" {
		t.Fatalf("batch: %v, %+v", err, batch)
	}
	if err := db.Delete(&note{}).Error; !errors.Is(err, gorm.ErrMissingWhereClause) {
		t.Fatalf("delete of everything: %v", err)
	}
	if err := db.Model(&note{}).Update("text", "x").Error; !errors.Is(err, gorm.ErrMissingWhereClause) {
		t.Fatalf("update of everything: %v", err)
	}
	if res := db.Delete(&note{}, "id = 'a' OR true"); res.Error != nil || res.RowsAffected != 4 {
		t.Fatalf("delete: %d, %v", res.RowsAffected, res.Error)
	}
	if n := e.rows(t, "tenant_id = 'pontefiume' AND text LIKE 'pontefiume _'"); n != 2 {
		t.Fatalf("the other tenant has %d rows as they were", n)
	}
}

func TestUniqueErrorsKeepTheirName(t *testing.T) {
	e := setup(t)
	err := e.DB.From(e.one).Create(&note{ID: "z", Text: "borgolago a"}).Error
	if !database.IsUnique(err, "notes_text") || !database.IsUnique(err, "") || database.IsUnique(err, "notes_pkey") {
		t.Fatalf("err = %v", err)
	}
	if !errors.Is(err, gorm.ErrDuplicatedKey) || database.Unavailable(err) {
		t.Fatalf("err = %v", err)
	}
	res := e.DB.From(e.one).Clauses(clause.OnConflict{DoNothing: true}).Create(&note{ID: "z", Text: "borgolago a"})
	if res.Error != nil || res.RowsAffected != 0 {
		t.Fatalf("on conflict: %d, %v", res.RowsAffected, res.Error)
	}
}

func TestJSONColumns(t *testing.T) {
	e := setup(t)
	want := map[string]any{"zona": "A", "mesi": 3.0}
	if err := e.DB.From(e.one).Create(&note{ID: "j", Text: "j", Extra: database.ToJSON(want)}).Error; err != nil {
		t.Fatal(err)
	}
	var row note
	if err := e.DB.From(e.one).First(&row, "id = 'j'").Error; err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	if err := row.Extra.Into(&got); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("got %v, %v", got, err)
	}
	var empty note
	if err := e.DB.From(e.one).First(&empty, "id = 'a'").Error; err != nil || empty.Extra != nil {
		t.Fatalf("null: %s, %v", empty.Extra, err)
	}
	if err := e.DB.From(e.one).Create(&note{ID: "k", Text: "k", Extra: database.JSON("{")}).Error; err == nil {
		t.Fatal("broken JSON went in")
	}
}

func TestTransactions(t *testing.T) {
	e := setup(t)
	failure := errors.New("no")
	add := func(ctx context.Context, id string) error {
		return e.DB.From(ctx).Create(&note{ID: id, Text: id}).Error
	}
	err := e.DB.Tx(e.one, func(ctx context.Context) error {
		return errors.Join(add(ctx, "t1"), failure)
	})
	if !errors.Is(err, failure) || e.rows(t, "id = 't1'") != 0 {
		t.Fatalf("rollback: %v", err)
	}
	err = e.DB.Tx(e.one, func(ctx context.Context) error {
		if err := add(ctx, "t2"); err != nil {
			return err
		}
		return e.DB.Tx(ctx, func(ctx context.Context) error { return add(ctx, "t3") })
	})
	if err != nil || e.rows(t, "id IN ('t2', 't3')") != 2 {
		t.Fatalf("commit: %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = e.DB.Tx(e.one, func(ctx context.Context) error {
			_ = add(ctx, "t4")
			panic("fault")
		})
	}()
	if e.rows(t, "id = 't4'") != 0 {
		t.Fatal("a panic committed")
	}
	err = e.DB.Tx(e.one, func(ctx context.Context) error {
		other := database.WithTenant(ctx, "pontefiume")
		if err := e.DB.Tx(other, func(context.Context) error { return nil }); !errors.Is(err, database.ErrOtherTenant) {
			t.Errorf("join for another tenant: %v", err)
		}
		return add(other, "t5")
	})
	if !errors.Is(err, database.ErrOtherTenant) || e.rows(t, "id = 't5'") != 0 {
		t.Fatalf("another tenant inside: %v", err)
	}
	var inner error
	err = e.DB.Tx(e.one, func(ctx context.Context) error {
		inner = e.DB.From(ctx).Transaction(func(tx *gorm.DB) error { // GORM's own: a savepoint
			return errors.Join(tx.Create(&note{ID: "t6", Text: "t6"}).Error, failure)
		})
		return add(ctx, "t7")
	})
	if err != nil || inner == nil || !errors.Is(inner, failure) || e.rows(t, "id = 't6'") != 0 || e.rows(t, "id = 't7'") != 1 {
		t.Fatalf("savepoint: %v, inner %v, %d and %d rows", err, inner, e.rows(t, "id = 't6'"), e.rows(t, "id = 't7'"))
	}
	ctx, cancel := context.WithCancel(e.one)
	err = e.DB.Tx(ctx, func(ctx context.Context) error {
		defer cancel()
		return add(ctx, "t8")
	})
	if err == nil || e.rows(t, "id = 't8'") != 0 {
		t.Fatalf("the caller left: %v", err)
	}
	if s := e.DB.Stats(); s.InUse != 0 {
		t.Fatalf("%d connections not given back", s.InUse)
	}
}

// Every connection serves both tenants in turn, also those that database/sql
// opens in the background for callers that wait.
func TestManyCallersNeverMixTenants(t *testing.T) {
	e := setup(t)
	var wait sync.WaitGroup
	for i := range 40 {
		ctx := []context.Context{e.one, e.two}[i%2]
		wait.Go(func() {
			for range 20 {
				var rows []note
				err := e.DB.From(ctx).Find(&rows).Error
				if err != nil || len(rows) != 2 || rows[0].TenantID != database.TenantID(ctx) {
					t.Errorf("%d rows, %v", len(rows), err)
					return
				}
			}
		})
	}
	wait.Wait()
}

func TestThePoolRecovers(t *testing.T) {
	e := setup(t)
	owner := e.Owner(t)
	kill := func() {
		t.Helper()
		_, err := owner.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(100 * time.Millisecond)
	}
	var rows []note
	kill()
	eventually(t, func() error { return e.DB.From(e.one).Find(&rows).Error })
	kill()
	eventually(t, func() error {
		return e.DB.Tx(e.one, func(ctx context.Context) error { return e.DB.From(ctx).Find(&rows).Error })
	})
	err := e.DB.Tx(e.one, func(ctx context.Context) error {
		kill()
		return e.DB.From(ctx).Find(&rows).Error
	})
	if err == nil || !database.Unavailable(err) {
		t.Fatalf("in a transaction: %v", err)
	}
	eventually(t, func() error { return e.DB.Pool().Ping(e.one) })
}

// eventually allows for the few connections that the pool still believes in;
// each failure must be one that tells the caller to come back.
func eventually(t *testing.T, fn func() error) {
	t.Helper()
	for range 20 {
		err := fn()
		if err == nil {
			return
		}
		if !database.Unavailable(err) {
			t.Fatalf("not a failure of the connection: %v", err)
		}
	}
	t.Fatal("the pool did not recover")
}

func TestUnavailable(t *testing.T) {
	_, err := database.Open(context.Background(), "postgres://x:x@127.0.0.1:1/x", database.Options{})
	if !database.Unavailable(err) {
		t.Fatalf("connection refused: %v", err)
	}
	for name, err := range map[string]error{
		"nothing":      nil,
		"a fault":      errors.New("fault"),
		"the caller":   context.Canceled,
		"not found":    gorm.ErrRecordNotFound,
		"wrong tenant": database.ErrOtherTenant,
	} {
		if database.Unavailable(err) {
			t.Errorf("%s counts as unavailable", name)
		}
	}
}

func TestAuditEntriesAreNeverChanged(t *testing.T) {
	e := setup(t)
	const insert = `INSERT INTO audit_entries (tenant_id, id, at, actor_kind, action, subject)
		VALUES ('borgolago', '0190163d-8694-739b-aea5-966c26f8ad90', now(), 'system', 'tested', 'test')`
	if err := e.DB.From(e.one).Exec(insert).Error; err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		"UPDATE audit_entries SET action = 'x' WHERE tenant_id = 'borgolago'",
		"DELETE FROM audit_entries WHERE tenant_id = 'borgolago'",
	} {
		if err := e.DB.From(e.one).Exec(sql).Error; err == nil {
			t.Errorf("the product could: %s", sql)
		}
		if _, err := e.Owner(t).Exec(t.Context(), sql); err == nil {
			t.Errorf("the owner could: %s", sql)
		}
	}
	if _, err := e.Owner(t).Exec(t.Context(), "TRUNCATE audit_entries"); err == nil {
		t.Error("the owner could empty the table")
	}
}

func TestLimitsAreLiteral(t *testing.T) {
	e := setup(t)
	db := e.DB.From(e.one).Session(&gorm.Session{DryRun: true})
	var one note
	var many []note
	for want, statement := range map[string]*gorm.Statement{
		" LIMIT 1":           db.Take(&one, "text = ?", "a").Statement,
		" LIMIT 20":          db.Limit(20).Find(&many).Statement,
		" LIMIT 20 OFFSET 5": db.Limit(20).Offset(5).Find(&many).Statement,
		" OFFSET 5":          db.Offset(5).Find(&many).Statement,
	} {
		if sql := statement.SQL.String(); !strings.HasSuffix(sql, want) {
			t.Errorf("%q does not end with %q", sql, want)
		}
	}
}
