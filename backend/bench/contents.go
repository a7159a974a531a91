package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

const (
	manyContents = 20_000
	// The slowest 95th percentiles, in ms: of what is found by a key, and of
	// what counts or sorts thousands of contents, which the caches ask for once
	// in a while.
	slowestPage  = 20.0
	slowestCount = 100.0
)

// copiesSQL writes many contents as years of news leave them: copies of one
// that the product itself has published.
const copiesSQL = `
INSERT INTO contents (tenant_id, id, type, slug, path, status, version, title, label, data, created_at, updated_at, public,
	published_data, published_version, published_at, refreshed_at, card, kind_code, kind_codes, topic_codes, date, order_date, sort_title, words)
SELECT c.tenant_id, gen_random_uuid(), c.type, c.slug || '-' || n, c.path || '-' || n, c.status, 1, c.title, c.label, c.data, at, at, true,
	c.published_data, 1, at, at, c.card, c.kind_code, c.kind_codes,
	ARRAY[(ARRAY['acqua', 'aria', 'turismo', 'sport', 'imposte', 'bilancio'])[1 + n % 6]], at, at, c.sort_title || '-' || n, c.words || ' ' || n
FROM contents c, generate_series(1, $2::int) n, LATERAL (SELECT now() - n * interval '1 hour' AS at) t
WHERE c.tenant_id = 'borgolago' AND c.id = $1`

const tagsSQL = `
INSERT INTO content_tags (tenant_id, tag, content_id)
SELECT tenant_id, tag, id FROM contents, unnest(array_append(ARRAY['topic:' || topic_codes[1]], 'kind:' || kind_code)) AS tag
WHERE type = 'news' ON CONFLICT DO NOTHING`

// contents measures lists and pages of the website as many people ask for
// them at once, without the caches in front.
func (r *run) contents(ctx context.Context, w *world) error {
	inside := inTenant(ctx)
	unit, err := w.Content.IDByKey(inside, "office:"+office)
	if err != nil {
		return err
	}
	id, _, err := w.Content.Put(inside, content.Import{Type: "news", Key: "bench", Publish: true, Data: map[string]any{
		"title": map[string]string{"it": "Lavori in corso"}, "short_description": map[string]string{"it": "Si lavora per due settimane."},
		"news_type": "notizie", "published_on": "2026-03-01", "topics": []string{"acqua"}, "authored_by": []string{unit},
		"body": map[string]string{"it": "<p>" + strings.Repeat("Il cantiere lascia libera una corsia per senso di marcia. ", 60) + "</p>"},
	}})
	if err != nil {
		return err
	}
	if _, err := w.owner.Exec(ctx, copiesSQL, id, manyContents); err != nil {
		return err
	}
	if _, err := w.owner.Exec(ctx, tagsSQL); err != nil {
		return err
	}
	if _, err := w.owner.Exec(ctx, "VACUUM ANALYZE contents, content_tags"); err != nil {
		return err
	}
	first, err := w.Content.Cards(inside, content.Query{Types: []string{"news"}})
	if err != nil {
		return err
	}
	list := func(q content.Query) func() error {
		return func() error { _, err := w.Content.Cards(inside, q); return err }
	}
	for _, c := range []struct {
		name string
		most float64
		ask  func() error
	}{
		{"list of 20, first page with its counts", slowestCount, list(content.Query{Types: []string{"news"}})},
		{"list of 20, next page", slowestPage, list(content.Query{Types: []string{"news"}, Cursor: first.Next})},
		{"list of 20 of a topic, with its counts", slowestCount, list(content.Query{Topics: []string{"aria"}})},
		{"page by its address", slowestPage, func() error { _, _, err := w.Content.ByPath(inside, "/novita/notizie/lavori-in-corso-77"); return err }},
	} {
		if err := r.question(c.name, c.most, c.ask); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

// question times one question while the workers ask it one after the other.
func (r *run) question(name string, most float64, ask func() error) error {
	times := make(chan time.Duration, 1<<20)
	_, err := together(workers, 2*r.turn, func() error {
		began := time.Now()
		err := ask()
		select {
		case times <- time.Since(began):
		default:
		}
		return err
	})
	if err != nil {
		return err
	}
	close(times)
	var took []time.Duration
	for d := range times {
		took = append(took, d)
	}
	slices.Sort(took)
	p95 := took[len(took)*95/100]
	ms := float64(p95.Microseconds()) / 1000
	r.add(row{
		what: fmt.Sprintf("website, %s contents, %d at once: %s, 95th percentile (median %s)", thousands(manyContents), workers, name,
			took[len(took)/2].Round(100*time.Microsecond)),
		ours: fmt.Sprintf("%.1f ms", ms), figure: ms, atMost: most, unit: "ms",
	})
	return nil
}
