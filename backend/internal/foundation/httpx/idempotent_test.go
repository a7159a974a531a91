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

// counter answers how often it acted, behind an idempotency key.
type counter struct {
	*testkit.Env
	t      *testing.T
	engine *gin.Engine
	acts   int
	status int
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	gin.SetMode(gin.TestMode)
	c := &counter{Env: testkit.New(t), t: t, engine: gin.New(), status: http.StatusOK}
	scope := func(context.Context) string { return "somebody" }
	c.engine.POST("/act", httpx.Idempotent(c.DB, scope), func(g *gin.Context) {
		c.acts++
		g.JSON(c.status, gin.H{"code": strconv.Itoa(c.acts)})
	})
	return c
}

func (c *counter) act(tenant, key, body string) testkit.Answer {
	r := httptest.NewRequest(http.MethodPost, "/act", strings.NewReader(body))
	r = r.WithContext(database.WithTenant(c.t.Context(), tenant))
	r.Header.Set("Idempotency-Key", key)
	rec := httptest.NewRecorder()
	c.engine.ServeHTTP(rec, r)
	return testkit.Answer{T: c.t, Code: rec.Code, Head: rec.Header(), Raw: rec.Body.Bytes()}
}

// abandon leaves every key as a process does that was killed while it acted.
func (c *counter) abandon(ago string) {
	c.t.Helper()
	_, err := c.Owner(c.t).Exec(c.t.Context(),
		"UPDATE idempotency_keys SET status = 0, body = NULL, completed_at = NULL, created_at = now() - $1::interval", ago)
	if err != nil {
		c.t.Fatal(err)
	}
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

func TestAKeyWhoseProcessDied(t *testing.T) {
	c := newCounter(t)
	c.act("borgolago", "k", `{"a":1}`).Want(http.StatusOK)
	c.abandon("5 seconds")
	c.act("borgolago", "k", `{"a":1}`).Problem(http.StatusConflict, "idempotency-key-in-flight")
	c.abandon("1 minute")
	c.act("borgolago", "k", `{"a":2}`).Problem(http.StatusUnprocessableEntity, "idempotency-key-reused")
	if got := c.act("borgolago", "k", `{"a":1}`).Want(http.StatusOK).Str("code"); got != "2" {
		t.Errorf("the act that died was answered %s", got)
	}
}
