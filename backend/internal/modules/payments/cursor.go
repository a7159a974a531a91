package payments

import (
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

// pageCursor is the last payment of the page before.
type pageCursor struct {
	CreatedAt time.Time `json:"t"`
	ID        string    `json:"id"`
}

func readCursor(s string) (pageCursor, error) {
	var c pageCursor
	if s == "" {
		return c, nil
	}
	if err := httpx.DecodeCursor(s, &c); err != nil {
		return c, err
	}
	if !ids.Valid(c.ID) {
		return c, httpx.ErrCursor
	}
	return c, nil
}

// toldReceipt is the number of a receipt, empty while the platform has not told it.
func toldReceipt(id string) string {
	if strings.HasPrefix(id, provisional) {
		return ""
	}
	return id
}
