package app

import (
	"context"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
)

// keysKept is how long an answer can be asked for again under its key.
const keysKept = 7 * 24 * time.Hour

// forgetKeys deletes the answers that nobody asks for again.
type forgetKeys struct{}

// Kind names the job.
func (forgetKeys) Kind() string { return "app.forget_keys.v1" }

func (a *App) forgetKeys() {
	jobs.Register(a.Queue, func(ctx context.Context, _ forgetKeys) error { return a.ForgetKeys(ctx) })
	a.Queue.Periodic(24*time.Hour, forgetKeys{})
}

// ForgetKeys deletes, in every municipality, the answers kept under
// idempotency keys for longer than a week.
func (a *App) ForgetKeys(ctx context.Context) error {
	towns, err := a.Tenants.IDs(ctx)
	if err != nil {
		return err
	}
	for _, id := range towns {
		if err := httpx.ForgetKeys(database.WithTenant(ctx, id), a.DB, a.Clock.Now().Add(-keysKept)); err != nil {
			return err
		}
	}
	return nil
}
