package app

import (
	"net/http"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/logging"
)

// readyReads answers public reads that the cache already holds without asking
// the engine. They say the same to everybody, so neither session nor origin of
// the request matter; id, headers, figures and log are those of every answer.
// With tracing on every request takes the long way, which opens its span.
func (a *App) readyReads(next http.Handler) http.Handler {
	if a.Config.TraceEndpoint != "" {
		return next
	}
	https := a.Config.PublicScheme == "https"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || !a.answerReady(w, r, https) {
			next.ServeHTTP(w, r)
		}
	})
}

func (a *App) answerReady(w http.ResponseWriter, r *http.Request, https bool) bool {
	start := time.Now()
	tenant, err := a.Tenants.ByHost(r.Context(), r.Host)
	if err != nil {
		return false
	}
	id := idOf(r)
	h := w.Header()
	h["X-Request-Id"] = []string{id}
	protect(h, https)
	route, status, ok := a.cache.Ready(w, r, tenant.ID)
	if !ok {
		clear(h)
		return false
	}
	if a.Metrics != nil {
		a.Metrics.Request(r.Method, route, status, time.Since(start))
	}
	logAnswer(database.WithTenant(logging.WithRequestID(r.Context(), id), tenant.ID), r.Method, route, status, start)
	return true
}
