package httpx

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

const (
	maxKey = 128
	// staleAfter is when a key whose first request never ended (the process
	// died) may be taken over: the handlers behind are themselves repeatable.
	staleAfter = 15 * time.Second
)

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

// Idempotent makes a repeated request harmless. The header Idempotency-Key is
// compulsory; the same key with the same body gets the first answer again,
// with another body it is refused, and while the first runs it is a conflict.
// Scope says whose keys these are; keys of two people never meet. Answers of
// 500 and more are not kept, so that they can be tried again.
func Idempotent(db *database.DB, scope func(context.Context) string) gin.HandlerFunc {
	return func(c *gin.Context) {
		key := c.GetHeader("Idempotency-Key")
		if key == "" || len(key) > maxKey {
			Abort(c, ErrKeyMissing.With("send 1 to "+strconv.Itoa(maxKey)+" characters, a new UUID for each new act"))
			return
		}
		hash, err := requestHash(c)
		if err != nil {
			Abort(c, bodyError(err))
			return
		}
		row := idempotencyKey{Scope: scope(c.Request.Context()), Key: key, RequestHash: hash, CreatedAt: time.Now().UTC()}
		first, err := claim(c.Request.Context(), db, &row)
		switch {
		case err != nil:
			Abort(c, err)
		case !first:
			replay(c, row, hash)
		default:
			run(c, db, row)
		}
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

// claim writes the row and says whether this request is the first; when it is
// not, row holds what the first left.
func claim(ctx context.Context, db *database.DB, row *idempotencyKey) (bool, error) {
	res := db.From(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(row)
	if res.Error != nil || res.RowsAffected == 1 {
		return res.Error == nil, res.Error
	}
	now, hash := row.CreatedAt, row.RequestHash
	err := db.From(ctx).First(row, "scope = ? AND key = ?", row.Scope, row.Key).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return false, ErrKeyInFlight
	}
	if err != nil || row.RequestHash != hash || row.CompletedAt != nil || now.Sub(row.CreatedAt) < staleAfter {
		return false, err
	}
	res = db.From(ctx).Model(&idempotencyKey{}).
		Where("scope = ? AND key = ? AND completed_at IS NULL AND created_at = ?", row.Scope, row.Key, row.CreatedAt).
		Update("created_at", now)
	return res.RowsAffected == 1, res.Error
}

func replay(c *gin.Context, row idempotencyKey, hash string) {
	switch {
	case row.RequestHash != hash:
		Abort(c, ErrKeyReused)
	case row.CompletedAt == nil:
		Abort(c, ErrKeyInFlight)
	default:
		contentType := "application/json; charset=utf-8"
		if row.Status >= http.StatusBadRequest {
			contentType = "application/problem+json"
		}
		c.Header("Idempotency-Replayed", "true")
		c.Data(row.Status, contentType, row.Body)
		c.Abort()
	}
}

func run(c *gin.Context, db *database.DB, row idempotencyKey) {
	rec := &recorder{ResponseWriter: c.Writer}
	c.Writer = rec
	c.Next()
	ctx := context.WithoutCancel(c.Request.Context())
	query := db.From(ctx).Model(&idempotencyKey{}).Where("scope = ? AND key = ?", row.Scope, row.Key)
	var err error
	if rec.Status() >= http.StatusInternalServerError || rec.Status() == http.StatusUnauthorized {
		err = db.From(ctx).Delete(&idempotencyKey{}, "scope = ? AND key = ?", row.Scope, row.Key).Error
	} else {
		err = query.Updates(map[string]any{"status": rec.Status(), "body": rec.body.Bytes(), "completed_at": time.Now().UTC()}).Error
	}
	if err != nil {
		slog.WarnContext(ctx, "idempotency key not closed", "error", err)
	}
}

type recorder struct {
	gin.ResponseWriter
	body bytes.Buffer
}

func (r *recorder) Write(b []byte) (int, error) {
	r.body.Write(b)
	return r.ResponseWriter.Write(b)
}
