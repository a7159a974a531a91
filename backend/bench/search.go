package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/search"
)

const (
	searchable = 50_000
	searchers  = 20
	slowest    = 50.0 // ms, of the 95th percentile
)

// library stands for the contents: the index is filled beforehand, and cards
// are read as the product reads them, in one statement by id.
type library struct {
	cards func(ctx context.Context, ids []string) (map[string]content.Card, error)
}

func (l library) CardsByID(ctx context.Context, ids []string) (map[string]content.Card, error) {
	return l.cards(ctx, ids)
}

// find measures searches over many contents as many people make them at once,
// without the cache of answers in front.
func (r *run) find(ctx context.Context, w *world) error {
	inside := database.WithTenant(ctx, "borgolago")
	words, err := fillIndex(ctx, w)
	if err != nil {
		return err
	}
	s := search.NewReader(w.DB, library{cards: func(_ context.Context, ids []string) (map[string]content.Card, error) {
		out := make(map[string]content.Card, len(ids))
		for _, id := range ids {
			out[id] = content.Card{ID: id}
		}
		return out, nil
	}})
	took, err := crowdSearches(inside, s, words, 6*r.turn)
	if err != nil {
		return err
	}
	slices.Sort(took)
	p95 := took[len(took)*95/100]
	rate := float64(len(took)) / (6 * r.turn).Seconds()
	r.add(row{
		what: fmt.Sprintf("search over %s contents, %d people at once, 95th percentile (%s/s, median %s)",
			thousands(searchable), searchers, thousands(int(rate)), took[len(took)/2].Round(100*time.Microsecond)),
		ours: fmt.Sprintf("%.1f ms", float64(p95.Microseconds())/1000), figure: float64(p95.Microseconds()) / 1000, atMost: slowest, unit: "ms",
	})
	return nil
}

// crowdSearches has everybody search one thing after the other.
func crowdSearches(ctx context.Context, s *search.Service, words []string, d time.Duration) ([]time.Duration, error) {
	var (
		mu    sync.Mutex
		all   []time.Duration
		first error
		wg    sync.WaitGroup
	)
	end := time.Now().Add(d)
	for i := range searchers {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(7, uint64(i))) //nolint:gosec // the same searches at every run
			var own []time.Duration
			for time.Now().Before(end) {
				began := time.Now()
				_, err := s.Search(ctx, search.Query{Text: asked(random, words), Limit: 10})
				own = append(own, time.Since(began))
				if err != nil {
					mu.Lock()
					first = err
					mu.Unlock()
					return
				}
			}
			mu.Lock()
			all = append(all, own...)
			mu.Unlock()
		})
	}
	wg.Wait()
	return all, first
}

// asked is one or two words, some of them common, as people write them.
func asked(random *rand.Rand, words []string) string {
	text := words[zipf(random, len(words))]
	if random.IntN(2) == 0 {
		text += " " + words[zipf(random, len(words))]
	}
	return text
}

// zipf prefers the first: the nth word is n times rarer than the first.
func zipf(random *rand.Rand, n int) int {
	return int(rand.NewZipf(random, 1.1, 20, uint64(n-1)).Uint64())
}

// fillIndex writes the contents straight into the index, by one statement,
// with texts whose words are as unevenly common as those of a language.
func fillIndex(ctx context.Context, w *world) ([]string, error) {
	words := vocabulary(30_000)
	random := rand.New(rand.NewPCG(3, 5)) //nolint:gosec // the same contents at every run
	sentence := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[zipf(random, len(words))] + " ")
		}
		return b.String()
	}
	kinds := []string{"service", "news", "document", "event", "place", "organizational_unit", "public_person"}
	topics := []string{"residenza", "istruzione", "sport", "turismo", "gestione-rifiuti", "imposte", "parcheggi", "bilancio"}
	columns := make([][]string, 6)
	for range searchable {
		for i, value := range []string{ids.New(), kinds[random.IntN(len(kinds))], topics[random.IntN(len(topics))], sentence(5), sentence(20), sentence(150)} {
			columns[i] = append(columns[i], value)
		}
	}
	_, err := w.owner.Exec(ctx, `INSERT INTO search_entries (tenant_id, content_id, kind, topics, date, path, title, body, words, heading, vector)
SELECT 'borgolago', id::uuid, kind, ARRAY[topic], now() - random() * interval '1000 days', '/x/' || id, jsonb_build_object('it', title), jsonb_build_object('it', body), plain_text(title),
	setweight(to_tsvector('italian_unaccent', title), 'A') || setweight(to_tsvector('italian_unaccent', brief), 'B'),
	setweight(to_tsvector('italian_unaccent', title), 'A') || setweight(to_tsvector('italian_unaccent', brief), 'B') || setweight(to_tsvector('italian_unaccent', body), 'C')
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS t(id, kind, topic, title, brief, body)`,
		columns[0], columns[1], columns[2], columns[3], columns[4], columns[5])
	if err != nil {
		return nil, err
	}
	_, err = w.owner.Exec(ctx, "VACUUM ANALYZE search_entries")
	return words, err
}

// vocabulary invents words that sound like ours.
func vocabulary(n int) []string {
	random := rand.New(rand.NewPCG(11, 13)) //nolint:gosec // the same words at every run
	starts, ends := strings.Fields("ba ca da fa ga la ma na pa ra sa ta va bo co do fo go lo mo no po ro so to vo be ce de fe ge le me ne pe re se te ve"), strings.Fields("zione mento tore ale ario ezza ista ura bile eria")
	seen := map[string]bool{}
	out := make([]string, 0, n)
	for len(out) < n {
		word := starts[random.IntN(len(starts))] + starts[random.IntN(len(starts))] + starts[random.IntN(len(starts))] + ends[random.IntN(len(ends))]
		if !seen[word] {
			seen[word] = true
			out = append(out, word)
		}
	}
	return out
}
