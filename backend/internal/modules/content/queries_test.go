package content_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// counter counts the statements that read tables.
type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	if strings.Contains(strings.ToUpper(q.SQL), "FROM ") {
		c.n.Add(1)
	}
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func TestPagesAndListsTakeAFewQueriesWhateverTheyShow(t *testing.T) {
	w := newWorld(t)
	w.office()
	for _, title := range []string{"Uno", "Due", "Tre", "Quattro", "Cinque"} {
		w.put("news", title, news("Notizia "+title, "2026-03-01", object{"places": []any{"key:townhall"}, "people": []any{"key:aldo"}, "image": w.picture("Una foto")}))
	}
	seen := &counter{}
	db, err := database.Open(t.Context(), w.URL, database.Options{Tracer: seen, Now: w.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	queue := w.queue()
	library := media.New(media.Deps{DB: db, Queue: queue, Bus: w.Bus, Clock: w.Clock, Storage: w.Storage})
	s := content.New(content.Deps{DB: db, Queue: queue, Bus: w.Bus, Clock: w.Clock, Media: library})

	ctx := w.Ctx(borgolago)
	for name, tt := range map[string]struct {
		read func() error
		most int64
	}{
		"a page": {func() error { _, _, err := s.ByPath(ctx, "/novita/notizie/notizia-uno"); return err }, 4},
		"an office": {func() error {
			_, _, err := s.ByPath(ctx, "/amministrazione/uffici/ufficio-anagrafe")
			return err
		}, 4},
		"a list":               {func() error { _, err := s.Cards(ctx, content.Query{Types: []string{"news"}}); return err }, 4},
		"a list with its refs": {func() error { _, err := s.Cards(ctx, content.Query{Types: []string{"public_person"}}); return err }, 4},
	} {
		t.Run(name, func(t *testing.T) {
			seen.n.Store(0)
			if err := tt.read(); err != nil {
				t.Fatal(err)
			}
			if n := seen.n.Load(); n > tt.most {
				t.Errorf("%d queries, at most %d", n, tt.most)
			}
		})
	}
}
