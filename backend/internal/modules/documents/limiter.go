package documents

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiter slows down who tries many codes: each address has a burst and then
// one request for each interval. Addresses quiet for long are forgotten.
type limiter struct {
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

func newLimiter(burst int, interval time.Duration) *limiter {
	return &limiter{burst: burst, interval: interval, seen: map[string]*visitor{}}
}

func (l *limiter) allow(address string) bool {
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
func (l *limiter) sweep(now time.Time) {
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
