package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/modules/applications"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

const pageSize = 20

func inTenant(ctx context.Context) context.Context { return database.WithTenant(ctx, tenant) }

// asOperator is a context of an operator of one office.
func asOperator(ctx context.Context) context.Context {
	return identity.WithActor(inTenant(ctx), identity.Actor{
		Kind: identity.Operator, OperatorID: "01900000-0000-7000-8000-000000000001", TenantID: tenant, Offices: []string{office},
	})
}

// lists compares a page of an office's applications as the product reads it
// with the same statements sent by hand.
func (r *run) lists(ctx context.Context, small, large *world) error {
	pages := []struct{ name, cursor string }{{name: "first page, with the count"}, {name: "next page"}}
	first, err := large.Applications.OfficeList(asOperator(ctx), applications.OfficeFilter{Limit: pageSize})
	if err != nil {
		return err
	}
	pages[1].cursor = first.Next
	byHand, err := large.byHand(ctx)
	if err != nil {
		return err
	}
	defer byHand.Close()
	for _, page := range pages {
		if err := r.list(ctx, small, large, byHand, page.name, page.cursor); err != nil {
			return fmt.Errorf("%s: %w", page.name, err)
		}
	}
	return nil
}

func (r *run) list(ctx context.Context, small, large *world, pool *pgxpool.Pool, name, cursor string) error {
	operator := asOperator(ctx)
	read := func(w *world) func() error {
		return func() error { return readPage(operator, w, cursor) }
	}
	statements, err := large.tracer.during(read(large))
	if err != nil {
		return err
	}
	statements = slices.DeleteFunc(statements, func(s statement) bool { return strings.Contains(s.sql, "set_config") })
	cpu := map[string][]float64{}
	timed := func(key string, w *world, fn func() error) contender {
		return contender{key, func(d time.Duration) (float64, error) {
			before := backendTime(w.name)
			rate, err := together(workers, d, fn)
			cpu[key] = append(cpu[key], (backendTime(w.name)-before).Seconds()/(rate*d.Seconds()))
			return rate, err
		}}
	}
	rates, err := r.compare(
		timed("product", large, read(large)),
		timed("pgx", large, func() error { return pageByHand(ctx, pool, statements) }),
		timed("small", small, read(small)),
	)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("%d of %s applications, %s", pageSize, thousands(r.rows), name)
	r.add(row{what: what + ", against pgx", ours: perSecond(rates["product"]), theirs: perSecond(rates["pgx"]), figure: ratio(rates["product"], rates["pgx"]), atLeast: 0.6})
	r.add(row{what: what + ": PostgreSQL's CPU", ours: micros(cpu["product"]), theirs: micros(cpu["pgx"]), figure: ratio(cpu["product"], cpu["pgx"]), atMost: 1.25})
	r.add(row{what: what + ", against " + thousands(r.few), ours: perSecond(rates["product"]), theirs: perSecond(rates["small"]), figure: ratio(rates["product"], rates["small"]), atLeast: 0.9})
	return nil
}

func readPage(operator context.Context, w *world, cursor string) error {
	page, err := w.Applications.OfficeList(operator, applications.OfficeFilter{Limit: pageSize, Cursor: cursor})
	if err == nil && len(page.Rows) != pageSize {
		err = fmt.Errorf("a page of %d", len(page.Rows))
	}
	return err
}

// listed is a line of the list, as somebody would scan it by hand.
type listed struct {
	ID                                string
	Number                            *string
	ServiceID, TitleIT, TitleEN       string
	Status                            string
	CreatedAt, UpdatedAt              time.Time
	SubmittedAt, DueDate              *time.Time
	DueOrder                          time.Time
	Applicant, TaxCode                string
	AssigneeID                        *string
	Assignee                          string
	UnreadByApplicant, UnreadByOffice int
}

func pageByHand(ctx context.Context, pool *pgxpool.Pool, statements []statement) error {
	for _, s := range statements {
		if strings.Contains(s.sql, "count(*)") {
			var total int64
			if err := pool.QueryRow(ctx, s.sql, s.args...).Scan(&total); err != nil {
				return err
			}
			continue
		}
		if err := scanByHand(ctx, pool, s); err != nil {
			return err
		}
	}
	return nil
}

func scanByHand(ctx context.Context, pool *pgxpool.Pool, s statement) error {
	rows, err := pool.Query(ctx, s.sql, s.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	page := make([]listed, 0, pageSize+1)
	for rows.Next() {
		var l listed
		if err := rows.Scan(&l.ID, &l.Number, &l.ServiceID, &l.TitleIT, &l.TitleEN, &l.Status, &l.CreatedAt, &l.UpdatedAt,
			&l.SubmittedAt, &l.DueDate, &l.DueOrder, &l.Applicant, &l.TaxCode, &l.AssigneeID, &l.Assignee,
			&l.UnreadByApplicant, &l.UnreadByOffice); err != nil {
			return err
		}
		page = append(page, l)
	}
	if rows.Err() == nil && len(page) != pageSize+1 {
		return fmt.Errorf("%d rows by hand", len(page))
	}
	return rows.Err()
}

// clockTick is the unit of the times in /proc, the same on every Linux that Go
// runs on.
const clockTick = 10 * time.Millisecond

// backendTime is the CPU time of PostgreSQL's processes that serve a database;
// zero where there is no /proc.
func backendTime(database string) time.Duration {
	var ticks int64
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range files {
		title, _ := os.ReadFile(file) //nolint:gosec // a process
		if !strings.HasPrefix(string(title), "postgres: ") || !strings.Contains(string(title), " "+database+" ") {
			continue
		}
		stat, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "stat")) //nolint:gosec // a process
		fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		if len(fields) > 12 {
			user, _ := strconv.ParseInt(fields[11], 10, 64)
			system, _ := strconv.ParseInt(fields[12], 10, 64)
			ticks += user + system
		}
	}
	return time.Duration(ticks) * clockTick
}

func micros(seconds []float64) string { return fmt.Sprintf("%.0f µs", median(seconds)*1e6) }

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func perSecond(rates []float64) string { return thousands(int(math.Round(median(rates)))) + "/s" }
