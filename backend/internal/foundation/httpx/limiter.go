package httpx

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limiter slows down who asks too often: each address has a burst and then
// one request for each interval. Addresses quiet for long are forgotten.
type Limiter struct {
	burst    int
	interval time.Duration

	mu    sync.Mutex
	seen  map[string]*visitor
	swept time.Time
}

type visitor struct {
	bucket *rate.Limiter
	last   time.Time
}

// NewLimiter makes a limiter.
func NewLimiter(burst int, interval time.Duration) *Limiter {
	return &Limiter{burst: burst, interval: interval, seen: map[string]*visitor{}}
}

// Allow counts a request of address and says whether it may go on.
func (l *Limiter) Allow(address string) bool {
	now := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	v := l.seen[address]
	if v == nil {
		v = &visitor{bucket: rate.NewLimiter(rate.Every(l.interval), l.burst)}
		l.seen[address] = v
	}
	v.last = now
	return v.bucket.AllowN(now, 1)
}

// sweep drops the addresses whose bucket is full again.
func (l *Limiter) sweep(now time.Time) {
	full := time.Duration(l.burst) * l.interval
	if now.Sub(l.swept) < full {
		return
	}
	l.swept = now
	for address, v := range l.seen {
		if now.Sub(v.last) > full {
			delete(l.seen, address)
		}
	}
}
