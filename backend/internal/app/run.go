package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	shipped "github.com/sportello-pa/sportello/backend/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/config"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
	"github.com/sportello-pa/sportello/backend/internal/foundation/storage"
	"github.com/sportello-pa/sportello/backend/internal/foundation/telemetry"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/migrations"
	"github.com/sportello-pa/sportello/backend/seeds"
	"github.com/sportello-pa/sportello/backend/seeds/contents"
)

const (
	headerTimeout = 5 * time.Second
	bodyTimeout   = 60 * time.Second
	writeTimeout  = 90 * time.Second
	idleTimeout   = 2 * time.Minute
)

// Migrate brings the database to this release.
func Migrate(ctx context.Context, c config.Config) error {
	return migrations.Up(ctx, c.DatabaseURL)
}

// CheckCatalogue writes the mistakes of the shipped services and of those in
// dir, one a line, and fails when there is one.
func CheckCatalogue(out io.Writer, dir string) error {
	problems := catalogue.Check(catalogue.Sources(shipped.Files, dir)...)
	for _, p := range problems {
		fmt.Fprintln(out, p)
	}
	if len(problems) > 0 {
		return errCatalogue
	}
	fmt.Fprintln(out, "the catalogue of services has no mistake")
	return nil
}

// Seed writes the demo installation; running it again changes nothing.
func Seed(ctx context.Context, c config.Config) error {
	if c.Production() {
		return errors.New("seed: the demo never goes into a production installation")
	}
	return using(ctx, c, func(a *App) error {
		if !c.SeedWebsites {
			return a.SeedDemo(ctx)
		}
		return a.SeedWebsites(ctx)
	})
}

// SeedDemo writes the demo municipalities and their operators, with websites
// that know only their digital services.
func (a *App) SeedDemo(ctx context.Context) error {
	return a.seed(ctx, func(ctx context.Context, _ string) error { return a.publishSheets(ctx) })
}

// SeedWebsites is SeedDemo with all that the demo websites say.
func (a *App) SeedWebsites(ctx context.Context) error {
	return a.seed(ctx, func(ctx context.Context, town string) error {
		if err := a.offerWhatTheSiteTells(ctx, town); err != nil {
			return err
		}
		return contents.Load(ctx, contents.Deps{
			Content: a.Content, Media: a.Media, Site: a.Site, Clock: a.Clock, Sheets: a.publishSheets, Channel: a.channelOf,
		}, town)
	})
}

// offerWhatTheSiteTells activates the services of the catalogue that the demo
// website of the first town has sheets of; the second town offers few.
func (a *App) offerWhatTheSiteTells(ctx context.Context, town string) error {
	if town != seeds.Municipalities()[0].Tenant.ID {
		return nil
	}
	told, err := contents.CatalogueIDs(town)
	if err != nil {
		return err
	}
	return a.Catalogue.Activate(ctx, slices.DeleteFunc(told, func(id string) bool { return !a.Catalogue.Known(id) })...)
}

// channelOf is the way into a service that the municipality of ctx offers.
func (a *App) channelOf(ctx context.Context, serviceID string) (map[string]any, error) {
	definition, err := a.Catalogue.Definition(ctx, serviceID)
	if errors.Is(err, catalogue.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(definition.Access.URL, "/") {
		return nil, nil // a page of the site: its sheet leads there by itself
	}
	return channel(definition), nil
}

func (a *App) seed(ctx context.Context, website func(ctx context.Context, town string) error) error {
	for _, m := range seeds.Municipalities() {
		if err := a.Tenants.Put(ctx, m.Tenant); err != nil {
			return fmt.Errorf("seed %s: %w", m.Tenant.ID, err)
		}
		inside := database.WithTenant(ctx, m.Tenant.ID)
		if err := a.Payments.Configure(inside, m.Payments); err != nil {
			return fmt.Errorf("seed payments of %s: %w", m.Tenant.ID, err)
		}
		for _, operator := range m.Operators {
			if err := a.Identity.EnsureOperator(inside, operator); err != nil {
				return fmt.Errorf("seed operator %s: %w", operator.Username, err)
			}
		}
		if err := a.Catalogue.Activate(inside, seeds.Services...); err != nil {
			return fmt.Errorf("seed the services of %s: %w", m.Tenant.ID, err)
		}
		for list, entries := range m.Lists {
			if err := a.Catalogue.ReplaceList(inside, list, entries); err != nil {
				return fmt.Errorf("seed the %s of %s: %w", list, m.Tenant.ID, err)
			}
		}
		if err := website(inside, m.Tenant.ID); err != nil {
			return fmt.Errorf("seed the website of %s: %w", m.Tenant.ID, err)
		}
	}
	return nil
}

// Work works the jobs until ctx ends.
func Work(ctx context.Context, c config.Config) error {
	return using(ctx, c, func(a *App) error {
		return a.working(ctx, func() error { <-ctx.Done(); return nil })
	})
}

// gcPercent keeps the process small: its heap may grow by half before it is
// collected. GOGC chooses otherwise.
const gcPercent = 50

// SaveMemory gives up some speed for memory, unless GOGC is set.
func SaveMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}

// Serve answers requests until ctx ends, then lets those under way finish.
func Serve(ctx context.Context, c config.Config) error {
	SaveMemory()
	a, done, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer done()
	if c.TraceEndpoint != "" {
		stop, err := telemetry.Tracing(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = stop(context.WithoutCancel(ctx)) }()
	}
	a.sheetsAtStart(ctx)
	if c.Workers == "off" {
		return a.listen(ctx)
	}
	return a.working(ctx, func() error { return a.listen(ctx) })
}

// working runs until ends, with the workers going beside it.
func (a *App) working(ctx context.Context, until func() error) error {
	if err := a.Queue.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start the workers: %w", err)
	}
	err := until()
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.Config.ShutdownTimeout)
	defer cancel()
	return errors.Join(err, a.Queue.Stop(limit))
}

func (a *App) listen(ctx context.Context) error {
	debug.FreeOSMemory() // what reading the catalogue took
	var site http.Handler
	if a.Config.SiteURL != "" || a.Config.SiteDir != "" {
		var err error
		var forget func(tenant string)
		if site, forget, err = NewSite(a.Config.SiteURL, a.Config.SiteDir, a.tenantOf); err != nil {
			return err
		}
		a.public.Subscribe(forget)
	}
	if err := a.Listen(ctx); err != nil {
		slog.Warn("answers of other replicas may stay old until they expire", "error", err)
	}
	server := NewServer(a.Config.HTTPAddr, a.Handler(site))
	metrics := NewServer(a.Config.MetricsAddr, promhttp.HandlerFor(a.Metrics.Registry, promhttp.HandlerOpts{}))
	failed := make(chan error, 2)
	for _, s := range []*http.Server{server, metrics} {
		go func() { failed <- s.ListenAndServe() }()
	}
	slog.Info("listening", "addr", a.Config.HTTPAddr, "metrics", a.Config.MetricsAddr)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping", "limit_ms", a.Config.ShutdownTimeout.Milliseconds())
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.Config.ShutdownTimeout)
	defer cancel()
	return errors.Join(server.Shutdown(limit), metrics.Shutdown(limit))
}

// Listen has this replica forget what it keeps of public answers whenever any
// replica changes them, until ctx ends.
func (a *App) Listen(ctx context.Context) error { return a.public.Listen(ctx) }

// tenantOf is the municipality that answers at a host name; "" when none does.
func (a *App) tenantOf(host string) string {
	t, err := a.Tenants.ByHost(context.Background(), host)
	if err != nil {
		return ""
	}
	return t.ID
}

// NewServer is a server with the limits that every listener of the product has.
func NewServer(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: 32 << 10,
	}
}

// using opens the application for one command and closes it afterwards.
func using(ctx context.Context, c config.Config, do func(a *App) error) error {
	a, done, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer done()
	return do(a)
}

// open connects everything that c names.
func open(ctx context.Context, c config.Config) (*App, func(), error) {
	box, err := secrets.New(c.Key())
	if err != nil {
		return nil, nil, err
	}
	files, err := storage.Open(ctx, c.StorageURL)
	if err != nil {
		return nil, nil, err
	}
	if err := migrated(ctx, c.DatabaseURL); err != nil {
		return nil, nil, err
	}
	db, err := database.Open(ctx, c.DatabaseURL, database.Options{})
	if err != nil {
		return nil, nil, err
	}
	metrics := telemetry.NewMetrics()
	queue, err := jobs.New(db, jobs.Options{Carriers: carriers(), Observe: metrics.Job})
	if err == nil {
		var a *App
		a, err = New(ctx, Foundation{Config: c, DB: db, Queue: queue, Clock: clock.System, Storage: files, Secrets: box, Metrics: metrics})
		if err == nil {
			err = a.RefuseSimulated(ctx)
		}
		if err == nil {
			return a, func() { db.Close(); _ = files.Close() }, nil
		}
	}
	db.Close()
	return nil, nil, err
}

// migrated refuses a database that an older release left, or nobody prepared.
func migrated(ctx context.Context, url string) error {
	pending, err := migrations.Pending(ctx, url)
	if err != nil {
		return err
	}
	if pending {
		return errors.New("the database is not at this release: run server migrate first")
	}
	return nil
}

// RefuseSimulated keeps a production installation off a database that holds
// people or payments that come from a simulator.
func (a *App) RefuseSimulated(ctx context.Context) error {
	if !a.Config.Production() {
		return nil
	}
	towns, err := a.Tenants.IDs(ctx)
	if err != nil {
		return err
	}
	for _, id := range towns {
		ctx := database.WithTenant(ctx, id)
		for what, has := range map[string]func(context.Context) (bool, error){
			"payments": a.Payments.HasSimulated, "people": a.Identity.HasSimulated,
		} {
			simulated, err := has(ctx)
			if err != nil {
				return err
			}
			if simulated {
				return fmt.Errorf("the database holds simulated %s of %s: production needs a database of its own", what, id)
			}
		}
	}
	return nil
}

// Health asks the local server whether it is ready; containers call it.
func Health(ctx context.Context, addr string) error {
	ctx, cancel := context.WithTimeout(ctx, headerTimeout)
	defer cancel()
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1:"+port+"/ready", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", res.Status)
	}
	return nil
}
