package httpx

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

const maxKey = 128

// idempotencyKey is a row of idempotency_keys: the answer to the first request.
type idempotencyKey struct {
	TenantID    string `gorm:"primaryKey"`
	Scope       string `gorm:"primaryKey"`
	Key         string `gorm:"primaryKey"`
	RequestHash string
	Status      int
	Body        []byte
	CreatedAt   time.Time
	CompletedAt *time.Time
}

func (idempotencyKey) TableName() string { return "idempotency_keys" }

// Idempotent makes a handler act once for each key: the header Idempotency-Key
// is compulsory; the same key with the same body gets the first answer again,
// with another body it is refused, and while the first runs it is a conflict.
// Scope says whose keys these are; keys of two people never meet.
//
// The handler runs in a transaction that also keeps its answer: both exist, or
// neither does, whatever becomes of the process. Only then is the answer sent.
// A refusal or a failure leaves nothing behind and may be tried again.
func Idempotent(db *database.DB, scope func(context.Context) string) gin.HandlerFunc {
	return guarded(scope, func(c *gin.Context, row idempotencyKey) {
		held := hold(c)
		defer held.release()
		err := db.Tx(c.Request.Context(), func(ctx context.Context) error {
			if err := lockKey(ctx, row); err != nil {
				return err
			}
			first, err := stored(ctx, db, row)
			if err != nil {
				return err
			}
			if first != nil {
				return replay(c, first, row.RequestHash)
			}
			c.Request = c.Request.WithContext(ctx)
			c.Next()
			if held.Status() >= http.StatusBadRequest {
				return errRefused
			}
			return keep(ctx, db, row, held)
		})
		held.release()
		if err != nil && !errors.Is(err, errRefused) {
			Abort(c, err)
			return
		}
		held.send()
	})
}

// Repeatable is Idempotent for a handler that calls another system, which no
// transaction can hold and none may wait for. The handler runs outside of one
// and must make a repetition under its key harmless itself; the answer is kept
// when it is there.
func Repeatable(db *database.DB, scope func(context.Context) string) gin.HandlerFunc {
	return guarded(scope, func(c *gin.Context, row idempotencyKey) {
		ctx := c.Request.Context()
		first, err := stored(ctx, db, row)
		switch {
		case err != nil:
			Abort(c, err)
			return
		case first != nil:
			if err := replay(c, first, row.RequestHash); err != nil {
				Abort(c, err)
			}
			return
		}
		held := hold(c)
		defer held.release()
		c.Next()
		held.release()
		if held.Status() < http.StatusBadRequest {
			if err := keep(context.WithoutCancel(ctx), db, row, held); err != nil {
				slog.WarnContext(ctx, "the answer is not kept under its key", "error", err)
			}
		}
		held.send()
	})
}

// IdempotencyKey is the key of a request that passed one of the guards.
func IdempotencyKey(c *gin.Context) string { return c.GetHeader("Idempotency-Key") }

// ForgetKeys deletes the answers kept before t for the tenant of ctx.
func ForgetKeys(ctx context.Context, db *database.DB, t time.Time) error {
	return db.From(ctx).Delete(&idempotencyKey{}, "created_at < ?", t).Error
}

func guarded(scope func(context.Context) string, act func(*gin.Context, idempotencyKey)) gin.HandlerFunc {
	return func(c *gin.Context) {
		key := IdempotencyKey(c)
		if key == "" || len(key) > maxKey {
			Abort(c, ErrKeyMissing.With("send 1 to "+strconv.Itoa(maxKey)+" characters, a new UUID for each new act"))
			return
		}
		hash, err := requestHash(c)
		if err != nil {
			Abort(c, bodyError(err))
			return
		}
		act(c, idempotencyKey{Scope: scope(c.Request.Context()), Key: key, RequestHash: hash})
	}
}

func requestHash(c *gin.Context) (string, error) {
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, MaxBody))
	if err != nil {
		return "", err
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	h := sha256.New()
	h.Write([]byte(c.Request.Method + " " + c.Request.URL.Path + "\n"))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil)), nil
}

// errRefused rolls back what a handler wrote before it refused; its answer is
// sent all the same.
var errRefused = errors.New("httpx: the handler refused")

// lockKey takes the key until the transaction ends, which it does at once when
// the process dies. It does not wait for another holder.
func lockKey(ctx context.Context, row idempotencyKey) error {
	tx, ok := database.PgxTx(ctx)
	if !ok {
		return errors.New("httpx: a key is locked in a transaction")
	}
	free := false
	name := "idempotency " + database.TenantID(ctx) + " " + row.Scope + " " + row.Key
	if err := tx.QueryRow(ctx, "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", name).Scan(&free); err != nil {
		return err
	}
	if !free {
		return ErrKeyInFlight
	}
	return nil
}

// stored returns what the first request under the key left, nil when this is
// the first.
func stored(ctx context.Context, db *database.DB, row idempotencyKey) (*idempotencyKey, error) {
	var first idempotencyKey
	err := db.From(ctx).Clauses(database.Limit(1)).
		Take(&first, "scope = ? AND key = ? AND completed_at IS NOT NULL", row.Scope, row.Key).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil //nolint:nilnil // no row is no first request
	}
	return &first, err
}

// keep writes the answer. A row that an interrupted request left open gives way.
func keep(ctx context.Context, db *database.DB, row idempotencyKey, held *answer) error {
	now := time.Now().UTC()
	row.Status, row.Body, row.CreatedAt, row.CompletedAt = held.Status(), held.body.Bytes(), now, &now
	return db.From(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "tenant_id"}, {Name: "scope"}, {Name: "key"}},
		DoUpdates: clause.AssignmentColumns([]string{"request_hash", "status", "body", "created_at", "completed_at"}),
		Where:     clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "idempotency_keys.completed_at IS NULL"}}},
	}).Create(&row).Error
}

func replay(c *gin.Context, first *idempotencyKey, hash string) error {
	if first.RequestHash != hash {
		return ErrKeyReused
	}
	c.Abort()
	c.Header("Idempotency-Replayed", "true")
	c.Data(first.Status, "application/json; charset=utf-8", first.Body)
	return nil
}

// answer holds what a handler writes until it may be sent.
type answer struct {
	gin.ResponseWriter
	c      *gin.Context
	header http.Header
	status int
	body   bytes.Buffer
}

func hold(c *gin.Context) *answer {
	a := &answer{ResponseWriter: c.Writer, c: c, header: c.Writer.Header().Clone(), status: http.StatusOK}
	c.Writer = a
	return a
}

// release gives the context its writer back.
func (a *answer) release() { a.c.Writer = a.ResponseWriter }

// send sends the answer.
func (a *answer) send() {
	maps.Copy(a.ResponseWriter.Header(), a.header)
	a.ResponseWriter.WriteHeader(a.status)
	a.ResponseWriter.WriteHeaderNow()
	_, _ = a.ResponseWriter.Write(a.body.Bytes()) // the client may have gone
}

// Header is the header of the answer that is held.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader notes the status.
func (a *answer) WriteHeader(status int) { a.status = status }

// WriteHeaderNow sends nothing yet.
func (a *answer) WriteHeaderNow() {}

// Write holds a part of the body.
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }

// WriteString holds a part of the body.
func (a *answer) WriteString(s string) (int, error) { return a.body.WriteString(s) }

// Status is the status noted so far.
func (a *answer) Status() int { return a.status }

// Size is the length of the body so far.
func (a *answer) Size() int { return a.body.Len() }

// Written tells whether anything was written.
func (a *answer) Written() bool { return a.body.Len() > 0 }
