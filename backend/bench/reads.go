package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sportello-pa/sportello/backend/internal/app"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
)

const connections = 32

// reads compares the public reads that everybody makes with a handler that
// does nothing but write the same bytes, and with one that fetches them from
// PostgreSQL by key.
func (r *run) reads(ctx context.Context, w *world) error {
	product, stop, err := listen(app.NewServer("", w.Handler(nil)))
	if err != nil {
		return err
	}
	defer stop()
	pool, err := w.byHand(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	for _, c := range []struct{ name, path string }{
		{"service list of 20", "/api/v1/services"}, {"service sheet", "/api/v1/services/ztl-permit"},
		{"content page", "/api/v1/contents/lookup?path=/servizi/mobilita-e-trasporti/permesso-di-accesso-ad-area-ztl"},
	} {
		if err := r.read(ctx, product, pool, w, c.name, c.path); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return r.search(ctx, w, pool)
}

func (r *run) read(ctx context.Context, product string, pool *pgxpool.Pool, w *world, name, path string) error {
	body, etag, err := answer("http://" + product + path)
	if err != nil {
		return err
	}
	if err := keepAnswer(ctx, w, path, body); err != nil {
		return err
	}
	bare, stopBare, err := listen(app.NewServer("", writes(body)))
	if err != nil {
		return err
	}
	defer stopBare()
	fetching, stopFetching, err := listen(app.NewServer("", fetches(pool)))
	if err != nil {
		return err
	}
	defer stopFetching()
	loaded := func(key, addr string, status int, headers ...string) contender {
		l := load{addr: addr, status: status, requests: [][]byte{get(path, headers...)}}
		return contender{key, func(d time.Duration) (float64, error) { return l.run(connections, d) }}
	}
	rates, err := r.compare(
		loaded("product", product, http.StatusOK),
		loaded("bare", bare, http.StatusOK),
		loaded("304", product, http.StatusNotModified, "If-None-Match: "+etag),
		loaded("pgx", fetching, http.StatusOK),
	)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("%s, %.1f kB", name, float64(len(body))/1000)
	r.add(row{what: what + ", against bare net/http", ours: perSecond(rates["product"]), theirs: perSecond(rates["bare"]), figure: ratio(rates["product"], rates["bare"]), atLeast: 0.75})
	r.add(row{what: what + ": not modified (304)", ours: perSecond(rates["304"]), theirs: perSecond(rates["bare"]), figure: ratio(rates["304"], rates["bare"]), atLeast: 1})
	r.add(row{what: what + ", against a key lookup with pgx", ours: perSecond(rates["product"]), theirs: perSecond(rates["pgx"]), figure: ratio(rates["product"], rates["pgx"]), atLeast: 0.9})
	return nil
}

func answer(url string) (body []byte, etag string, err error) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return nil, "", err
	}
	request.Host = "localhost"
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", response.Status, b.String())
	}
	return b.Bytes(), response.Header.Get("ETag"), err
}

const jsonType = "application/json; charset=utf-8"

// writes is the bare handler.
func writes(body []byte) http.HandlerFunc {
	length := strconv.Itoa(len(body))
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", jsonType)
		w.Header().Set("Content-Length", length)
		_, _ = w.Write(body)
	}
}

func keepAnswer(ctx context.Context, w *world, path string, body []byte) error {
	_, err := w.owner.Exec(ctx, `CREATE TABLE IF NOT EXISTS bench_answers (path text PRIMARY KEY, body bytea NOT NULL);
		GRANT SELECT ON bench_answers TO sportello_app`)
	if err != nil {
		return err
	}
	_, err = w.owner.Exec(ctx, "INSERT INTO bench_answers VALUES ($1, $2)", path, body)
	return err
}

// fetches is a bare handler that asks PostgreSQL for the bytes.
func fetches(pool *pgxpool.Pool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var body []byte
		if err := pool.QueryRow(r.Context(), "SELECT body FROM bench_answers WHERE path = $1", r.URL.Path).Scan(&body); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", jsonType)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	}
}

// search compares the search for a service, the public read that asks the
// database whenever the cache has no answer, with its statement by hand.
func (r *run) search(ctx context.Context, w *world, pool *pgxpool.Pool) error {
	inside := inTenant(ctx)
	find := func() error {
		page, err := w.Catalogue.List(inside, catalogue.Query{Text: "permesso zona traffico", Limit: pageSize})
		if err == nil && len(page.Items) == 0 {
			err = fmt.Errorf("nothing found")
		}
		return err
	}
	if err := find(); err != nil { // indexes the services of the tenant
		return err
	}
	statements, err := w.tracer.during(find)
	if err != nil {
		return err
	}
	s := statements[len(statements)-1]
	rates, err := r.compare(
		contender{"product", func(d time.Duration) (float64, error) { return together(workers, d, find) }},
		contender{"pgx", func(d time.Duration) (float64, error) {
			return together(workers, d, func() error { return idsByHand(ctx, pool, s) })
		}},
	)
	if err != nil {
		return err
	}
	r.add(row{what: "search for a service, cache off, against pgx", ours: perSecond(rates["product"]), theirs: perSecond(rates["pgx"]), figure: ratio(rates["product"], rates["pgx"]), atLeast: 0.9})
	return nil
}

func idsByHand(ctx context.Context, pool *pgxpool.Pool, s statement) error {
	rows, err := pool.Query(ctx, s.sql, s.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
	}
	if rows.Err() == nil && len(ids) == 0 {
		return fmt.Errorf("nothing found by hand")
	}
	return rows.Err()
}
