package httpx_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

// TestValuesOfAnotherTypeAreNamed checks that what is wrong can be found: by a
// pointer to a field, or by a sentence about the whole body.
func TestValuesOfAnotherTypeAreNamed(t *testing.T) {
	type body struct {
		Data    map[string]any `json:"data"`
		Step    *string        `json:"step"`
		Done    bool           `json:"done"`
		Version int            `json:"version"`
		Keys    []string       `json:"keys"`
		Person  struct {
			Email string `json:"email"`
		} `json:"person"`
	}
	engine := gin.New()
	engine.PATCH("/", httpx.Handle(func(c *gin.Context) error { return httpx.Bind(c, &body{}) }))
	for sent, want := range map[string]string{
		`{"data":"text"}`:         "/data object",
		`{"data":[]}`:             "/data object",
		`{"step":7}`:              "/step string",
		`{"done":"yes"}`:          "/done boolean",
		`{"version":"1"}`:         "/version integer",
		`{"keys":{}}`:             "/keys array",
		`{"person":{"email":[]}}`: "/person/email string",
		`{"person":"anna"}`:       "/person object",
		`[]`:                      "the body must be a JSON object",
		`"text"`:                  "the body must be a JSON object",
		`7`:                       "the body must be a JSON object",
	} {
		r := httptest.NewRequest(http.MethodPatch, "/", strings.NewReader(sent))
		r.Header.Set("Content-Type", "application/json")
		rec := httptest.NewRecorder()
		engine.ServeHTTP(rec, r)
		answer := testkit.Answer{T: t, Code: rec.Code, Head: rec.Header(), Raw: rec.Body.Bytes()}
		answer.Problem(http.StatusBadRequest, "wrong-type")
		got := answer.Str("detail")
		for _, field := range answer.List("errors") {
			got = fmt.Sprint(field["pointer"], " ", field["params"].(map[string]any)["expected"])
		}
		if got != want {
			t.Errorf("%s: %q, want %q", sent, got, want)
		}
	}
}
