// Package app wires everything together; it is the only package that knows all
// the others.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	shipped "github.com/sportello-pa/sportello/backend/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/adapters/oidc"
	"github.com/sportello-pa/sportello/backend/internal/adapters/pagopa"
	"github.com/sportello-pa/sportello/backend/internal/adapters/smtp"
	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/config"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/events"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/invalidation"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/logging"
	"github.com/sportello-pa/sportello/backend/internal/foundation/personaldata"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
	"github.com/sportello-pa/sportello/backend/internal/foundation/storage"
	"github.com/sportello-pa/sportello/backend/internal/foundation/telemetry"
	"github.com/sportello-pa/sportello/backend/internal/modules/admin"
	"github.com/sportello-pa/sportello/backend/internal/modules/applications"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/feedback"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
	"github.com/sportello-pa/sportello/backend/internal/modules/messages"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
	"github.com/sportello-pa/sportello/backend/internal/modules/privacy"
	"github.com/sportello-pa/sportello/backend/internal/modules/search"
	"github.com/sportello-pa/sportello/backend/internal/modules/site"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

const (
	cacheBytes = 16 << 20
	cacheFor   = 30 * time.Second
)

// Foundation is what the modules stand on; tests bring their own.
type Foundation struct {
	Config  config.Config
	DB      *database.DB
	Queue   *jobs.Queue
	Clock   clock.Clock
	Storage *storage.Store
	Secrets *secrets.Box
	Metrics *telemetry.Metrics
}

// App is the wired product.
type App struct {
	Foundation
	Tenants      *tenants.Service
	Identity     *identity.Service
	Catalogue    *catalogue.Service
	Applications *applications.Service
	Payments     *payments.Service
	Media        *media.Service
	Content      *content.Service
	Site         *site.Service
	public       *invalidation.Hub
	files        *media.Handler
	site         *site.Handler
	cache        *httpx.Cache
	handlers     []interface{ Routes(httpx.Router) }
}

// New wires the product over f.
func New(ctx context.Context, f Foundation) (*App, error) {
	a := &App{Foundation: f, cache: httpx.NewCache(cacheBytes, cacheFor)}
	c := f.Config
	bus := events.New(f.Queue)
	a.public = invalidation.New(f.DB)
	a.public.Subscribe(a.cache.FlushTenant)
	a.Tenants = tenants.New(f.DB, tenants.Origin{Scheme: c.PublicScheme, Port: c.PublicPort})
	town := municipality{a.Tenants}
	trail := audit.New(f.DB, f.Clock, actor)
	a.Identity = identity.New(identity.Deps{
		DB: f.DB, Queue: f.Queue, Clock: f.Clock, Secrets: f.Secrets, Provider: provider(c, f.Clock),
		Simulated: c.IdentityMode == config.Simulator, Origin: a.Tenants.URL, Tenants: a.Tenants,
		Record: func(ctx context.Context, action, subject, id string, detail map[string]string) error {
			entry := audit.Entry{Action: action, Subject: subject, SubjectID: id, Detail: detail}
			if subject == "person" {
				entry.PersonID = id
			}
			return trail.Record(ctx, entry)
		},
	})
	mailer, err := mailer(c)
	if err != nil {
		return nil, err
	}
	reachable := &people{Service: a.Identity}
	notices := notifications.New(f.DB, f.Queue, f.Clock, reachable, town, mailer)
	talk := messages.New(f.DB, f.Clock)
	docs := documents.New(f.DB, f.Storage, f.Queue, f.Clock, town)
	gateway, err := gateway(c, f.Clock)
	if err != nil {
		return nil, err
	}
	receipts := &paymentReceipts{documents: docs}
	a.Payments = payments.New(payments.Deps{
		DB: f.DB, Queue: f.Queue, Bus: bus, Clock: f.Clock, Gateway: gateway, Audit: trail,
		Tenants: a.Tenants, Renderer: receipts, SiteURL: a.Tenants.URL,
	})
	if a.Catalogue, err = catalogue.New(ctx, f.DB, f.Clock, catalogue.Sources(shipped.Files, c.CatalogueDir), a.Tenants); err != nil {
		return nil, err
	}
	a.Applications = applications.New(applications.Deps{
		DB: f.DB, Queue: f.Queue, Bus: bus, Clock: f.Clock, Identity: a.Identity, Catalogue: a.Catalogue, Documents: docs,
		Payments: a.Payments, Notifications: notices, Messages: talk, Audit: trail, Tenants: a.Tenants,
		Simulated: c.IdentityMode == config.Simulator,
	})
	receipts.applications = a.Applications
	opinions := feedback.New(feedback.Deps{
		DB: f.DB, Queue: f.Queue, Clock: f.Clock, Secrets: f.Secrets, Audit: trail, Tenants: a.Tenants,
		Notices: correspondence{notices}, Category: isServiceCategory,
	})
	reachable.feedback = opinions
	a.Media = media.New(media.Deps{
		DB: f.DB, Queue: f.Queue, Bus: bus, Clock: f.Clock, Storage: f.Storage, Audit: trail, Tenants: a.Tenants, Changed: a.public.Changed,
	})
	a.Content = content.New(content.Deps{
		DB: f.DB, Queue: f.Queue, Bus: bus, Clock: f.Clock, Media: a.Media, Audit: trail, Changed: a.public.Changed,
		ApprovalRequired: func(ctx context.Context) (bool, error) { return a.Site.ApprovalRequired(ctx) },
		Operators:        a.Identity.Operators,
	})
	a.Site = site.New(site.Deps{
		DB: f.DB, Clock: f.Clock, Contents: a.Content, Media: a.Media, Tenants: a.Tenants, Audit: trail, Changed: a.public.Changed,
		MayDecide: func(ctx context.Context) bool { return a.Content.MayDecide(ctx, "transversal") },
	})
	a.Media.SetUses(a.Content, a.Site)
	a.files = media.NewHandler(a.Media, a.Content.IsEditor)
	finder := search.New(search.Deps{
		DB: f.DB, Queue: f.Queue, Bus: bus, Tenants: a.Tenants, Source: findable{a.Content, a.Media}, Contents: a.Content, Changed: a.public.Changed,
	})
	rights := privacy.New(privacy.Deps{
		DB: f.DB, Queue: f.Queue, Clock: f.Clock, Storage: f.Storage, Audit: trail, Tenants: a.Tenants, Cases: a.Applications, Papers: docs,
		People: a.Identity, Notices: notices, Issuers: town, Simulated: c.IdentityMode == config.Simulator,
		Sources: []personaldata.Source{a.Identity, a.Applications, talk, a.Payments, notices},
	})
	a.forgetKeys()
	keysOf := func(ctx context.Context) string {
		who := actor(ctx)
		return who.Kind + ":" + who.ID
	}
	idempotent, repeatable := httpx.Idempotent(f.DB, keysOf), httpx.Repeatable(f.DB, keysOf)
	simulated := tenants.SimulatedResponse{
		Identity: c.IdentityMode == config.Simulator, Payments: c.PagoPAMode == config.Simulator, Mail: c.SMTPMode == config.Simulator,
	}
	a.site = site.NewHandler(a.Site, a.cache, simulated)
	a.handlers = []interface{ Routes(httpx.Router) }{
		tenants.NewHandler(a.Tenants, a.cache, simulated),
		a.site,
		identity.NewHandler(a.Identity),
		catalogue.NewHandler(a.Catalogue, a.cache, a.offer),
		documents.NewHandler(docs),
		a.files,
		content.NewHandler(a.Content, a.cache, a.public.Here),
		messages.NewHandler(talk),
		payments.NewHandler(a.Payments, repeatable, payments.NoticeOptions{Codec: pagopa.Notices{}, Secret: c.PagoPANotifySecret}),
		applications.NewHandler(a.Applications, idempotent),
		feedback.NewHandler(opinions, a.cache, idempotent),
		search.NewHandler(finder, a.cache),
		privacy.NewHandler(rights, idempotent),
		admin.NewHandler(admin.New(f.DB, f.Queue, trail)),
	}
	return a, nil
}

func provider(c config.Config, clk clock.Clock) identity.Provider {
	if c.IdentityMode == config.Off {
		return nil
	}
	return oidc.New(oidc.Config{
		Issuer: c.OIDCIssuer, ClientID: c.OIDCClientID, ClientSecret: c.OIDCClientSecret, LowestLevel: 2,
		AllowSimulator: c.IdentityMode == config.Simulator, Clock: clk,
	})
}

func gateway(c config.Config, clk clock.Clock) (payments.Gateway, error) {
	if c.PagoPAMode == config.Off {
		return nil, nil //nolint:nilnil // no gateway is a mode of the module
	}
	return pagopa.New(pagopa.Config{Mode: c.PagoPAMode, BaseURL: c.PagoPABaseURL, Key: c.PagoPAKey, Clock: clk})
}

func mailer(c config.Config) (notifications.Mailer, error) {
	return smtp.New(smtp.Options{Mode: c.SMTPMode, Addr: c.SMTPAddr, From: c.SMTPFrom, User: c.SMTPUser, Password: c.SMTPPassword})
}

var errCatalogue = errors.New("the catalogue of services has mistakes")

// Handler answers on the product's port: the API, its status, and the site on
// every other address.
func (a *App) Handler(pages http.Handler) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.ContextWithFallback = false
	if err := engine.SetTrustedProxies(a.Config.TrustedProxies); err != nil {
		slog.Error("trusted proxies cannot be read", "error", err)
	}
	engine.Use(requestID(), accessLog(), httpx.Recover(), securityHeaders(a.Config.PublicScheme == "https"))
	if a.Metrics != nil {
		engine.Use(a.Metrics.Middleware(a.Config.TraceEndpoint != ""))
	}
	engine.NoMethod(httpx.Handle(func(*gin.Context) error { return httpx.ErrNoMethod }))
	engine.NoRoute(httpx.Handle(func(*gin.Context) error { return httpx.ErrNoRoute }))
	engine.GET("/status", httpx.Handle(a.status))
	engine.GET("/ready", httpx.Handle(a.ready))
	a.files.Files(engine.Group(media.Prefix, a.Tenants.Resolve()))
	a.site.Pages(engine.Group("", a.Tenants.Resolve()))
	a.Routes(engine)
	api := a.readyReads(engine)
	if pages == nil {
		return api
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ours(r.URL.Path) {
			api.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
}

// ours tells the API from the site.
func ours(path string) bool {
	return strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, media.Prefix) || site.IsPage(path) || path == "/status" || path == "/ready"
}

// Routes hangs the API on an engine.
func (a *App) Routes(engine *gin.Engine) {
	base := engine.Group("/api/v1", privateByDefault)
	base.GET("/status", httpx.Handle(a.status))
	api := base.Group("", a.Tenants.Resolve(), sameOrigin())
	api.GET("/openapi.json", httpx.Handle(description))
	signed := api.Group("", a.Identity.Authenticate())
	router := httpx.Router{
		Public: signed, Citizen: signed.Group("", identity.RequireCitizen()),
		Operator: signed.Group("", identity.RequireOperator()), Admin: signed.Group("", identity.RequireAdmin()),
	}
	for _, h := range a.handlers {
		h.Routes(router)
	}
}

// StatusResponse says that the service answers.
type StatusResponse struct {
	Status string `json:"status" example:"ok"`
} //	@name	ServiceStatus

// status godoc
//
//	@Summary	Whether the service answers
//	@ID			status
//	@Tags		status
//	@Produce	json
//	@Success	200	{object}	StatusResponse
//	@Failure	503	{object}	httpx.Problem
//	@Router		/status [get]
func (a *App) status(c *gin.Context) error {
	return httpx.JSON(c, http.StatusOK, StatusResponse{Status: "ok"})
}

// ready says whether traffic can come: the database answers.
func (a *App) ready(c *gin.Context) error {
	ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
	defer cancel()
	if err := a.DB.Ping(ctx); err != nil {
		return fmt.Errorf("%w: %w", httpx.ErrUnavailable, err)
	}
	return httpx.JSON(c, http.StatusOK, StatusResponse{Status: "ready"})
}

// carriers take the request's id into the jobs it asks for.
func carriers() []jobs.Carrier {
	return []jobs.Carrier{{Key: "request_id", Read: logging.RequestID, Write: logging.WithRequestID}}
}
