package app

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/logging"
)

const maxRequestID = 64

// requestID takes the id of a proxy in front or makes one, and gives it back.
func requestID() gin.HandlerFunc {
	return func(c *gin.Context) {
		id := idOf(c.Request)
		c.Writer.Header()["X-Request-Id"] = []string{id}
		c.Request = c.Request.WithContext(logging.WithRequestID(c.Request.Context(), id))
		c.Next()
	}
}

func idOf(r *http.Request) string {
	if id := r.Header.Get("X-Request-Id"); id != "" && len(id) <= maxRequestID {
		return id
	}
	return newRequestID()
}

// newRequestID tells requests apart; it is no secret.
func newRequestID() string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], rand.Uint64()) //nolint:gosec // no secret
	binary.BigEndian.PutUint64(b[8:], rand.Uint64()) //nolint:gosec // no secret
	return hex.EncodeToString(b[:])
}

// The headers of every answer of the API. Its answers are data: nothing in
// them may run, be framed or be taken for another type. What only concerns
// pages is added by the site. Few, because with more than eight in all the
// map of headers grows at each request.
var (
	noSniff     = []string{"nosniff"}
	nothingRuns = []string{"default-src 'none'; frame-ancestors 'none'"}
	alwaysHTTPS = []string{"max-age=63072000"}
	neverKept   = []string{"no-store"}
)

func securityHeaders(https bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		protect(c.Writer.Header(), https)
		c.Next()
	}
}

func protect(h http.Header, https bool) {
	h["X-Content-Type-Options"] = noSniff
	h["Content-Security-Policy"] = nothingRuns
	if https {
		h["Strict-Transport-Security"] = alwaysHTTPS
	}
}

// privateByDefault keeps answers out of caches unless a handler says otherwise.
func privateByDefault(c *gin.Context) {
	c.Writer.Header()["Cache-Control"] = neverKept
	c.Next()
}

// accessLog writes a line for each request: the route's pattern, never the
// address, so that no identifier of a person lands in it.
func accessLog() gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now()
		c.Next()
		logAnswer(c.Request.Context(), c.Request.Method, c.FullPath(), c.Writer.Status(), start)
	}
}

func logAnswer(ctx context.Context, method, route string, status int, start time.Time) {
	level := slog.LevelInfo
	if status < http.StatusBadRequest && method == http.MethodGet {
		level = slog.LevelDebug
	}
	if !slog.Default().Enabled(ctx, level) {
		return
	}
	slog.LogAttrs(ctx, level, "request answered", slog.String("method", method), slog.String("route", route),
		slog.Int("status", status), slog.Int64("us", time.Since(start).Microseconds()))
}

// sameOrigin refuses state-changing requests that a browser sends from
// another site (CSRF); clients that are no browser carry no such mark.
func sameOrigin() gin.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	protection.AddInsecureBypassPattern("POST /api/v1/platforms/{rest...}") // machines with their own secret
	return func(c *gin.Context) {
		if err := protection.Check(c.Request); err != nil {
			httpx.Abort(c, httpx.ErrCrossOrigin)
			return
		}
		c.Next()
	}
}
