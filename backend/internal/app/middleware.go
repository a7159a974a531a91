package app

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/logging"
)

const maxRequestID = 64

// requestID takes the id of a proxy in front or makes one, and gives it back.
func requestID() gin.HandlerFunc {
	return func(c *gin.Context) {
		id := c.GetHeader("X-Request-Id")
		if id == "" || len(id) > maxRequestID {
			id = ids.New()
		}
		c.Writer.Header()["X-Request-Id"] = []string{id}
		c.Request = c.Request.WithContext(logging.WithRequestID(c.Request.Context(), id))
		c.Next()
	}
}

// The headers of every answer of the API. Its documents are data: nothing in
// them may run, be framed or be taken for another type.
var apiHeaders = http.Header{
	"X-Content-Type-Options":     {"nosniff"},
	"X-Frame-Options":            {"DENY"},
	"Referrer-Policy":            {"strict-origin-when-cross-origin"},
	"Content-Security-Policy":    {"default-src 'none'; frame-ancestors 'none'"},
	"Cross-Origin-Opener-Policy": {"same-origin"},
	"Permissions-Policy":         {"geolocation=(self), camera=(), microphone=()"},
}

func securityHeaders(https bool) gin.HandlerFunc {
	headers := apiHeaders.Clone()
	if https {
		headers["Strict-Transport-Security"] = []string{"max-age=63072000"}
	}
	return func(c *gin.Context) {
		h := c.Writer.Header()
		for name, value := range headers {
			h[name] = value
		}
		c.Next()
	}
}

// privateByDefault keeps answers out of caches unless a handler says otherwise.
func privateByDefault(c *gin.Context) {
	c.Writer.Header()["Cache-Control"] = []string{"no-store"}
	c.Next()
}

// accessLog writes a line for each request: the route's pattern, never the
// address, so that no identifier of a person lands in it.
func accessLog() gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now()
		c.Next()
		status := c.Writer.Status()
		level := slog.LevelInfo
		if status < http.StatusBadRequest && c.Request.Method == http.MethodGet {
			level = slog.LevelDebug
		}
		ctx := c.Request.Context()
		if !slog.Default().Enabled(ctx, level) {
			return
		}
		slog.LogAttrs(ctx, level, "request answered", slog.String("method", c.Request.Method), slog.String("route", c.FullPath()),
			slog.Int("status", status), slog.Int64("us", time.Since(start).Microseconds()))
	}
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
