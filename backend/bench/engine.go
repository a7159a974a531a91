package main

import (
	"fmt"
	"slices"
	"time"

	shipped "github.com/sportello-pa/sportello/backend/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
)

// engine measures the reading of all services and the check of a full
// application, of the form that takes longest.
func (r *run) engine() error {
	var services []*catalogue.Definition
	loads := make([]time.Duration, r.rounds)
	for i := range loads {
		began := time.Now()
		var err error
		if services, err = catalogue.Load(shipped.Files); err != nil {
			return err
		}
		loads[i] = time.Since(began)
	}
	slices.Sort(loads)
	load := loads[len(loads)/2]
	r.add(row{
		what: fmt.Sprintf("read and check the catalogue of %d services", len(services)), ours: load.Round(time.Millisecond).String(),
		figure: load.Seconds() * 1000, atMost: 1000, unit: "ms",
	})
	name, slowest := "", time.Duration(0)
	for _, service := range services {
		if took := checkTime(service); took > slowest {
			name, slowest = service.ID, took
		}
	}
	r.add(row{
		what: "check a full application, the slowest form (" + name + ")", ours: slowest.Round(time.Microsecond).String(),
		figure: slowest.Seconds() * 1000, atMost: 2, unit: "ms",
	})
	return nil
}

// checkTime is the median time of checking a full application.
func checkTime(service *catalogue.Definition) time.Duration {
	env := catalogue.Env{Today: time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC), Person: map[string]any{
		"given_name": "Anna", "family_name": "Esempio", "tax_code": "SMPNNA85C41Z999N", "birth_date": "1985-03-01", "birth_place": "Borgolago",
	}}
	filled := catalogue.Generate(service, env, 0)
	files := catalogue.CountFiles(filled.Attachments)
	const turns = 9
	took := make([]time.Duration, turns)
	for i := range took {
		began := time.Now()
		service.Validate(filled.Data, files, filled.Declarations, env)
		took[i] = time.Since(began)
	}
	slices.Sort(took)
	return took[turns/2]
}
