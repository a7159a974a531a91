// Package events carries the news that a module tells to those above it. A
// publication is one job for each subscriber, written in the transaction in
// which the fact happened: it is delivered at least once, or did not happen.
package events

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
)

// Event is a fact, named as "module.fact.v1". It carries ids. A published
// topic never changes meaning; Topic must not need a value.
type Event interface {
	Topic() string
}

// Bus knows who listens to what.
type Bus struct {
	queue *jobs.Queue
	mu    sync.RWMutex
	names map[string][]string // topic → subscribers
}

// New returns a bus that delivers by the queue.
func New(queue *jobs.Queue) *Bus {
	return &Bus{queue: queue, names: map[string][]string{}}
}

// Subscribe has fn called with every event E, in a job of its own under the
// tenant of the publisher. subscriber is the name of the module: a stable
// word, because jobs that wait carry it.
func Subscribe[E Event](b *Bus, subscriber string, fn func(ctx context.Context, e E) error) {
	var zero E
	topic := zero.Topic()
	jobs.RegisterKind(b.queue, kindOf(topic, subscriber), func(ctx context.Context, raw json.RawMessage) error {
		var e E
		if err := json.Unmarshal(raw, &e); err != nil {
			return jobs.Permanent(fmt.Errorf("read %s: %w", topic, err))
		}
		return fn(ctx, e)
	})
	b.mu.Lock()
	defer b.mu.Unlock()
	b.names[topic] = append(b.names[topic], subscriber)
}

// Subscribers lists who listens to a topic.
func (b *Bus) Subscribers(topic string) []string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return append([]string(nil), b.names[topic]...)
}

// Publish writes one job for each subscriber of e, all or none.
func (b *Bus) Publish(ctx context.Context, e Event) error {
	topic := e.Topic()
	raw, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("events: write %s: %w", topic, err)
	}
	return b.queue.Tx(ctx, func(ctx context.Context) error {
		for _, subscriber := range b.Subscribers(topic) {
			if err := b.queue.Enqueue(ctx, delivery{kindOf(topic, subscriber), raw}); err != nil {
				return err
			}
		}
		return nil
	})
}

func kindOf(topic, subscriber string) string {
	return topic + ":" + subscriber
}

// delivery is the job that brings one event to one subscriber.
type delivery struct {
	kind string
	raw  json.RawMessage
}

// Kind names topic and subscriber.
func (d delivery) Kind() string { return d.kind }

// MarshalJSON writes the event itself.
func (d delivery) MarshalJSON() ([]byte, error) { return d.raw, nil }
