package httpx_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

// counter answers how often it acted, behind an idempotency key. Each act
// leaves a row.
type counter struct {
	*testkit.Env
	t      *testing.T
	engine *gin.Engine
	acts   int
	status int
	during func() // runs in the middle of the act
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	gin.SetMode(gin.TestMode)
	c := &counter{Env: testkit.New(t), t: t, engine: gin.New(), status: http.StatusOK, during: func() {}}
	scope := func(context.Context) string { return "somebody" }
	c.engine.Use(httpx.Recover())
	c.engine.POST("/act", httpx.Idempotent(c.DB, scope), httpx.Handle(c.handle))
	c.engine.POST("/call", httpx.Repeatable(c.DB, scope), httpx.Handle(c.handle))
	return c
}

func (c *counter) handle(g *gin.Context) error {
	c.acts++
	ctx := g.Request.Context()
	err := c.DB.Tx(ctx, func(ctx context.Context) error {
		return c.DB.From(ctx).Exec("INSERT INTO spent_tokens (tenant_id, jti, expires_at) VALUES (?, ?, now())",
			database.TenantID(ctx), strconv.Itoa(c.acts)).Error
	})
	if err != nil {
		return err
	}
	c.during()
	g.Header("Location", "/acts/"+strconv.Itoa(c.acts))
	return httpx.JSON(g, c.status, gin.H{"code": strconv.Itoa(c.acts)})
}

func (c *counter) act(tenant, key, body string) testkit.Answer {
	return c.post("/act", tenant, key, body)
}

func (c *counter) post(path, tenant, key, body string) testkit.Answer {
	rec := httptest.NewRecorder()
	c.serve(rec, path, tenant, key, body)
	return testkit.Answer{T: c.t, Code: rec.Code, Head: rec.Header(), Raw: rec.Body.Bytes()}
}

func (c *counter) serve(w http.ResponseWriter, path, tenant, key, body string) {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r = r.WithContext(database.WithTenant(c.t.Context(), tenant))
	r.Header.Set("Idempotency-Key", key)
	c.engine.ServeHTTP(w, r)
}

// rows counts what the acts left behind.
func (c *counter) rows() (n int) {
	c.t.Helper()
	if err := c.Owner(c.t).QueryRow(c.t.Context(), "SELECT count(*) FROM spent_tokens").Scan(&n); err != nil {
		c.t.Fatal(err)
	}
	return n
}

func TestTheSameKeyActsOnce(t *testing.T) {
	c := newCounter(t)
	c.act("borgolago", "k", `{"a":1}`).Want(http.StatusOK)
	again := c.act("borgolago", "k", `{"a":1}`).Want(http.StatusOK)
	if c.acts != 1 || again.Str("code") != "1" || again.Head.Get("Idempotency-Replayed") != "true" {
		t.Errorf("acted %d times, answered %s", c.acts, again.Raw)
	}
	c.act("borgolago", "k", `{"a":2}`).Problem(http.StatusUnprocessableEntity, "idempotency-key-reused")
	c.act("borgolago", "", `{}`).Problem(http.StatusBadRequest, "idempotency-key-missing")
	if c.act("pontefiume", "k", `{"a":1}`).Want(http.StatusOK); c.acts != 2 {
		t.Errorf("the key of one municipality stopped the other: acted %d times", c.acts)
	}
}

func TestAFailureCanBeTriedAgainUnderItsKey(t *testing.T) {
	c := newCounter(t)
	c.status = http.StatusServiceUnavailable
	c.act("borgolago", "k", `{}`).Want(http.StatusServiceUnavailable)
	c.status = http.StatusOK
	if got := c.act("borgolago", "k", `{}`).Want(http.StatusOK).Str("code"); got != "2" {
		t.Errorf("the second try answered %s", got)
	}
}

func TestARefusalLeavesNothingBehind(t *testing.T) {
	c := newCounter(t)
	c.status = http.StatusConflict
	c.act("borgolago", "k", `{}`).Want(http.StatusConflict)
	if n := c.rows(); n != 0 {
		t.Errorf("the act that was refused left %d rows", n)
	}
	c.status = http.StatusCreated
	again := c.act("borgolago", "k", `{}`).Want(http.StatusCreated)
	if n := c.rows(); n != 1 || again.Head.Get("Location") != "/acts/2" {
		t.Errorf("%d rows, Location %q", n, again.Head.Get("Location"))
	}
}

// TestADeathBeforeTheCommit cuts the connection in the middle of the act, as
// the death of the process does.
func TestADeathBeforeTheCommit(t *testing.T) {
	c := newCounter(t)
	owner := c.Owner(t)
	c.during = func() {
		_, err := owner.Exec(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'")
		if err != nil {
			t.Error(err)
		}
	}
	if got := c.act("borgolago", "k", `{}`); got.Code < 500 {
		t.Fatalf("the act whose transaction died answered %d %s", got.Code, got.Raw)
	}
	if n := c.rows(); n != 0 {
		t.Errorf("the act that died left %d rows", n)
	}
	c.during = func() {}
	c.act("borgolago", "k", `{}`).Want(http.StatusOK) // at once, no waiting
	if n := c.rows(); n != 1 {
		t.Errorf("%d rows after the second try", n)
	}
}

// deaf is a client to whom nothing arrives any more.
type deaf struct{ http.ResponseWriter }

func (deaf) Write([]byte) (int, error) { panic(http.ErrAbortHandler) }

func TestADeathBetweenTheCommitAndTheAnswer(t *testing.T) {
	c := newCounter(t)
	func() {
		defer func() {
			if v := recover(); v != http.ErrAbortHandler { //nolint:errorlint // a sentinel by contract
				t.Errorf("the answer was not cut off: %v", v)
			}
		}()
		c.serve(deaf{httptest.NewRecorder()}, "/act", "borgolago", "k", `{}`)
	}()
	again := c.act("borgolago", "k", `{}`).Want(http.StatusOK)
	if n := c.rows(); n != 1 || c.acts != 1 || again.Head.Get("Idempotency-Replayed") != "true" {
		t.Errorf("acted %d times, %d rows, answered %s", c.acts, n, again.Raw)
	}
	c.act("borgolago", "k", `{"a":2}`).Problem(http.StatusUnprocessableEntity, "idempotency-key-reused")
}

func TestTheSameKeyWhileTheFirstActs(t *testing.T) {
	c := newCounter(t)
	c.during = func() {
		c.during = func() {}
		c.act("borgolago", "k", `{}`).Problem(http.StatusConflict, "idempotency-key-in-flight")
		c.act("borgolago", "another", `{}`).Want(http.StatusOK)
	}
	c.act("borgolago", "k", `{}`).Want(http.StatusOK)
	if n := c.rows(); n != 2 {
		t.Errorf("two keys left %d rows", n)
	}
}

func TestAPanicIsAnsweredAndLeavesNothing(t *testing.T) {
	c := newCounter(t)
	c.during = func() { panic("broken") }
	c.act("borgolago", "k", `{}`).Problem(http.StatusInternalServerError, "internal-error")
	if n := c.rows(); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func TestARepeatableActKeepsItsAnswer(t *testing.T) {
	c := newCounter(t)
	c.status = http.StatusServiceUnavailable
	c.post("/call", "borgolago", "k", `{}`).Want(http.StatusServiceUnavailable)
	c.status = http.StatusOK
	c.post("/call", "borgolago", "k", `{}`).Want(http.StatusOK)
	again := c.post("/call", "borgolago", "k", `{}`).Want(http.StatusOK)
	if c.acts != 2 || again.Str("code") != "2" || again.Head.Get("Idempotency-Replayed") != "true" {
		t.Errorf("acted %d times, answered %s", c.acts, again.Raw)
	}
	c.post("/call", "borgolago", "k", `{"a":2}`).Problem(http.StatusUnprocessableEntity, "idempotency-key-reused")
}
