// Package logging sets up slog: JSON lines, constant messages, and the ids of
// the request and the tenant from the context. Personal data never reaches it.
package logging

import (
	"context"
	"io"
	"log/slog"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

type requestKey struct{}

// WithRequestID keeps the id that ties all lines of one request together.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestID gives the id of the request, or "".
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// Setup makes the default logger write to w from the given level on.
func Setup(w io.Writer, level slog.Level) {
	slog.SetDefault(slog.New(handler{slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})}))
}

type handler struct{ slog.Handler }

// Handle adds the ids of the context to the record.
func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if id := RequestID(ctx); id != "" {
		r.AddAttrs(slog.String("request_id", id))
	}
	if t := database.TenantID(ctx); t != "" {
		r.AddAttrs(slog.String("tenant", t))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the ids in loggers derived from this one.
func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the ids in loggers derived from this one.
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }
