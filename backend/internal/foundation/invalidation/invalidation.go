// Package invalidation tells every replica that what the public reads of a
// tenant has changed. The news travels by PostgreSQL's NOTIFY, in the
// transaction that makes the change: it arrives when that commits, or never.
package invalidation

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

const (
	channel = "public_changed"
	// patience between two tries to reach a database that is away.
	patience = 500 * time.Millisecond
	// pulse is how often an idle connection is asked whether it still lives.
	pulse = 30 * time.Second
)

// Hub sends the news and passes on what arrives.
type Hub struct {
	db *database.DB
	mu sync.RWMutex
	to []func(tenant string)
}

// New returns a hub; Listen makes it hear what other replicas, and this one, say.
func New(db *database.DB) *Hub { return &Hub{db: db} }

// Subscribe has fn called with the tenant whose public data changed; with ""
// when news may have been missed, and everything must be thought changed.
func (h *Hub) Subscribe(fn func(tenant string)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.to = append(h.to, fn)
}

func (h *Hub) pass(tenant string) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, fn := range h.to {
		fn(tenant)
	}
}

// Changed says that public data of the tenant of ctx changed; in a
// transaction, once it is committed.
func (h *Hub) Changed(ctx context.Context) error {
	tenant := database.TenantID(ctx)
	if tenant == "" {
		return database.ErrNoTenant
	}
	var err error
	if tx, ok := database.PgxTx(ctx); ok {
		_, err = tx.Exec(ctx, "SELECT pg_notify($1, $2)", channel, tenant)
	} else {
		_, err = h.db.Pool().Exec(ctx, "SELECT pg_notify($1, $2)", channel, tenant)
	}
	if err != nil {
		return fmt.Errorf("invalidation: %w", err)
	}
	return nil
}

// Here passes the news on in this process at once, without waiting for its way
// through the database; for after the transaction.
func (h *Hub) Here(ctx context.Context) { h.pass(database.TenantID(ctx)) }

// Listen passes on the news until ctx ends. It returns once it listens for
// the first time; when that takes too long, with the error, but goes on trying.
func (h *Hub) Listen(ctx context.Context) error {
	conn, err := h.connect(ctx)
	if err != nil {
		slog.WarnContext(ctx, "changes of public data are not heard yet", "error", err)
	}
	go h.listen(ctx, conn)
	return err
}

func (h *Hub) connect(ctx context.Context) (*pgx.Conn, error) {
	limited, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(limited, h.db.URL())
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(limited, "SET ROLE "+pgx.Identifier{database.Role}.Sanitize()+"; LISTEN "+channel); err != nil {
		_ = conn.Close(ctx)
		return nil, err
	}
	return conn, nil
}

func (h *Hub) listen(ctx context.Context, conn *pgx.Conn) {
	for ctx.Err() == nil {
		if conn == nil {
			time.Sleep(patience)
			var err error
			if conn, err = h.connect(ctx); err != nil {
				conn = nil
				continue
			}
		}
		h.pass("") // what came before, or while the line was down, went unheard
		if err := h.hear(ctx, conn); err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, "changes of public data are not heard for a moment", "error", err)
		}
		_ = conn.Close(context.WithoutCancel(ctx))
		conn = nil
	}
	if conn != nil {
		_ = conn.Close(context.WithoutCancel(ctx))
	}
}

func (h *Hub) hear(ctx context.Context, conn *pgx.Conn) error {
	for {
		waiting, cancel := context.WithTimeout(ctx, pulse)
		news, err := conn.WaitForNotification(waiting)
		cancel()
		switch {
		case err == nil:
			h.pass(news.Payload)
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, context.DeadlineExceeded):
			if err := conn.Ping(ctx); err != nil {
				return err
			}
		default:
			return err
		}
	}
}
