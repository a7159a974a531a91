package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
)

// fillSQL writes applications as years of work leave them: nine in ten of this
// municipality, three offices, four in ten still open. Ids follow the time, as
// those of the product do.
const fillSQL = `
INSERT INTO applications (tenant_id, id, number, service_id, service_version, service_title_it, service_title_en, office,
	applicant_id, applicant, applicant_name, applicant_tax_code, name_key, family_key, status, version, step, data, declarations,
	privacy_version, privacy_accepted_at, fees, total_cents, submitted_at, registration_number, registered_at, due_date,
	assignee_id, assignee_name, created_at, updated_at)
SELECT CASE WHEN n / 30 % 10 = 0 THEN 'pontefiume' ELSE 'borgolago' END,
	(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid,
	'2025-' || lpad(n::text, 7, '0'), 'ztl-permit', '1', 'Permesso di accesso ad area ZTL', 'Restricted traffic area permit',
	(ARRAY['mobility', 'registry', 'education'])[1 + n % 3],
	md5('person' || n / 2)::uuid, applicant, given || ' ' || family, 'XXXXXX80A01Z999X', lower(given || ' ' || family), lower(family || ' ' || given),
	status, 6, 'summary', data, '["truthful"]', '1', at, '[]', 2600, at, '2025/' || n, at,
	(at + interval '30 days')::date, CASE WHEN status = 'registered' THEN NULL ELSE md5('operator' || n % 40)::uuid END,
	CASE WHEN status = 'registered' THEN '' ELSE 'Operatore Inventato' END, at, at
FROM (
	SELECT n, md5(n::text) AS h, TIMESTAMPTZ '2025-01-01' + n * (interval '600 days' / $1::bigint) AS at,
		(ARRAY['Anna', 'Bruno', 'Carla', 'Dario', 'Elena'])[1 + n % 5] AS given, 'Inventato' || n % 9973 AS family,
		(ARRAY['registered', 'in_progress', 'integration_requested', 'submitted', 'accepted', 'accepted', 'accepted', 'rejected', 'withdrawn', 'accepted'])[1 + n / 3 % 10] AS status,
		$2::jsonb AS applicant, $3::jsonb AS data
	FROM generate_series(1, $1::bigint) AS n
) AS invented`

// fill writes rows applications and leaves indexes and statistics as they are
// in a database that has been at work for a while.
func (w *world) fill(ctx context.Context, rows int) (time.Duration, error) {
	began := time.Now()
	definition, err := w.Catalogue.Definition(inTenant(ctx), "ztl-permit")
	if err != nil {
		return 0, err
	}
	answers, _, _ := catalogue.Example(definition)
	data, err := json.Marshal(answers)
	if err != nil {
		return 0, err
	}
	indexes, err := w.dropIndexes(ctx)
	if err != nil {
		return 0, err
	}
	applicant := `{"given_name": "Anna", "family_name": "Inventato", "tax_code": "XXXXXX80A01Z999X", "email": "anna@example.org"}`
	statements := []string{"SET maintenance_work_mem = '256MB'"}
	statements = append(statements, indexes...)
	statements = append(statements, "VACUUM (ANALYZE) applications", "CHECKPOINT")
	conn, err := w.owner.Acquire(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, fillSQL, rows, applicant, string(data)); err != nil {
		return 0, fmt.Errorf("fill: %w", err)
	}
	for _, sql := range statements {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return 0, fmt.Errorf("%s: %w", sql, err)
		}
	}
	return time.Since(began), nil
}

// dropIndexes drops those that are not a constraint, and returns what creates
// them again: one pass over the full table is far quicker than a million small ones.
func (w *world) dropIndexes(ctx context.Context) ([]string, error) {
	rows, err := w.owner.Query(ctx, `SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'applications'
		AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = 'applications'::regclass)`)
	if err != nil {
		return nil, err
	}
	type index struct{ Name, Definition string }
	indexes, err := pgx.CollectRows(rows, pgx.RowToStructByPos[index])
	if err != nil {
		return nil, err
	}
	var create, drop []string
	for _, i := range indexes {
		create = append(create, i.Definition)
		drop = append(drop, pgx.Identifier{i.Name}.Sanitize())
	}
	_, err = w.owner.Exec(ctx, "DROP INDEX "+strings.Join(drop, ", "))
	return create, err
}
