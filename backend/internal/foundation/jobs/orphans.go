package jobs

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

const (
	orphanEvery = 2 * time.Second
	lockClass   = 0x53504a51 // of the advisory locks that say who is alive
)

// A process that works jobs holds, on a connection of its own, a lock named
// after it: PostgreSQL lets go of it the moment the process dies, whatever it
// died of. Jobs marked as running by a process without a lock are nobody's,
// and wait no longer than the next look.
const freeOrphans = `
UPDATE river_job SET state = 'available', scheduled_at = now()
WHERE state = 'running' AND NOT EXISTS (
	SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
	WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = $1::bigint::oid
	AND l.objid = (hashtext(attempted_by[cardinality(attempted_by)])::bigint & 4294967295)::oid)`

// vigil keeps the lock and frees orphans until ctx ends.
func (q *Queue) vigil(ctx context.Context, conn *pgx.Conn) {
	defer func() { closeConn(conn) }()
	tick := time.NewTicker(orphanEvery)
	defer tick.Stop()
	for {
		freed, err := int64(0), error(nil)
		if conn == nil {
			conn, err = q.sentinel(ctx)
		}
		if err == nil {
			freed, err = look(ctx, conn)
		}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			q.options.Logger.WarnContext(ctx, "jobs of dead processes cannot be looked for", "error", err.Error())
			closeConn(conn)
			conn = nil
		case freed > 0:
			q.options.Logger.WarnContext(ctx, "jobs of a dead process go back to the queue", "count", freed)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// sentinel opens the connection whose lock says that this process is alive.
func (q *Queue) sentinel(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.Connect(ctx, q.db.URL())
	if err != nil {
		return nil, err
	}
	if _, err = conn.Exec(ctx, "SET ROLE "+pgx.Identifier{database.Role}.Sanitize()); err == nil {
		_, err = conn.Exec(ctx, "SELECT pg_advisory_lock($1::int, hashtext($2))", lockClass, q.id)
	}
	if err != nil {
		closeConn(conn)
		return nil, err
	}
	return conn, nil
}

func look(ctx context.Context, conn *pgx.Conn) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	tag, err := conn.Exec(ctx, freeOrphans, int64(lockClass))
	return tag.RowsAffected(), err
}

func closeConn(conn *pgx.Conn) {
	if conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}
