package httpx_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
)

// cachedCount answers how often it was asked, under the tenant of the header.
func cachedCount(t *testing.T, cache *httpx.Cache, meanwhile func()) func(tenant string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	gin.SetMode(gin.TestMode)
	engine := gin.New()
	n := 0
	engine.GET("/count", func(c *gin.Context) {
		c.Request = c.Request.WithContext(database.WithTenant(c.Request.Context(), c.GetHeader("Tenant")))
	}, cache.Public(func(c *gin.Context) error {
		n++
		meanwhile()
		c.Header("Last-Modified", time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Format(http.TimeFormat))
		return httpx.JSON(c, http.StatusOK, strconv.Itoa(n))
	}))
	return func(tenant string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/count", nil)
		r.Header.Set("Tenant", tenant)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		rec := httptest.NewRecorder()
		engine.ServeHTTP(rec, r)
		return rec
	}
}

func TestTheCacheForgetsOneTenantAndKeepsTheOthers(t *testing.T) {
	cache := httpx.NewCache(1<<20, time.Minute)
	get := cachedCount(t, cache, func() {})
	for _, step := range []struct{ forget, tenant, want string }{
		{"", "a", `"1"`}, {"", "b", `"2"`}, {"", "a", `"1"`}, {"a", "a", `"3"`}, {"", "b", `"2"`}, {"all", "b", `"4"`},
	} {
		switch step.forget {
		case "":
		case "all":
			cache.FlushTenant("")
		default:
			cache.FlushTenant(step.forget)
		}
		if got := get(step.tenant).Body.String(); got != step.want {
			t.Errorf("%+v: got %s", step, got)
		}
	}
}

func TestAnAnswerMadeFromWhatWasThereBeforeIsNotKept(t *testing.T) {
	cache := httpx.NewCache(1<<20, time.Minute)
	first := true
	get := cachedCount(t, cache, func() {
		if first {
			first = false
			cache.FlushTenant("a") // something changed after the reading began
		}
	})
	if old, fresh := get("a").Body.String(), get("a").Body.String(); old != `"1"` || fresh != `"2"` {
		t.Errorf("got %s, then %s", old, fresh)
	}
}

func TestADateAloneIsEnoughForA304(t *testing.T) {
	get := cachedCount(t, httpx.NewCache(1<<20, time.Minute), func() {})
	first := get("a")
	modified := first.Header().Get("Last-Modified")
	for name, tt := range map[string]struct {
		headers []string
		want    int
	}{
		"the same date":                   {[]string{"If-Modified-Since", modified}, http.StatusNotModified},
		"an older date":                   {[]string{"If-Modified-Since", "Sun, 01 Mar 2026 09:00:00 GMT"}, http.StatusOK},
		"another ETag beside the date":    {[]string{"If-None-Match", `"x"`, "If-Modified-Since", modified}, http.StatusOK},
		"the same ETag and an older date": {[]string{"If-None-Match", first.Header().Get("ETag"), "If-Modified-Since", "Sun, 01 Mar 2026 09:00:00 GMT"}, http.StatusNotModified},
		"something that is not a date":    {[]string{"If-Modified-Since", "yesterday"}, http.StatusOK},
	} {
		if rec := get("a", tt.headers...); rec.Code != tt.want {
			t.Errorf("%s: %d, want %d", name, rec.Code, tt.want)
		}
	}
}
