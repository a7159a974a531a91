package pagopa

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/outbound"
)

const (
	breakAfter = 5
	breakFor   = 30 * time.Second
)

// breaker stops calling a platform that failed several times in a row, so that
// people are told at once instead of waiting. After a pause one call tries.
type breaker struct {
	clock    clock.Clock
	mu       sync.Mutex
	failures int
	until    time.Time
}

// wait returns how long the platform is to be left alone.
func (b *breaker) wait() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock.Now()
	if b.failures < breakAfter {
		return 0
	}
	if left := b.until.Sub(now); left > 0 {
		return left
	}
	b.until = now.Add(breakFor) // this call tries; the others go on waiting
	return 0
}

// note counts how a call ended.
func (b *breaker) note(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !trouble(err) {
		b.failures = 0
		return
	}
	if b.failures++; b.failures >= breakAfter {
		b.until = b.clock.Now().Add(breakFor)
	}
}

// trouble tells whether the platform did not work, which is not the same as
// saying no.
func trouble(err error) bool {
	var status *outbound.StatusError
	if errors.As(err, &status) {
		return status.Status >= http.StatusInternalServerError
	}
	return err != nil && !errors.Is(err, context.Canceled)
}
