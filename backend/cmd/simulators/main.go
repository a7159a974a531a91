// Command simulators plays the platforms that a demonstration needs: the
// identity provider, pagoPA and the mail server. Nothing it does is real, and
// it refuses to start where real people are served.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/caarlos0/env/v11"

	oidc "github.com/sportello-pa/sportello/backend/internal/adapters/oidc/simulator"
	pagopa "github.com/sportello-pa/sportello/backend/internal/adapters/pagopa/simulator"
	mailbox "github.com/sportello-pa/sportello/backend/internal/adapters/smtp/simulator"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
	"github.com/sportello-pa/sportello/backend/seeds"
)

// settings come from the environment; the defaults suit a single machine.
type settings struct {
	Environment  string `env:"ENVIRONMENT" envDefault:"development"`
	Addr         string `env:"SIMULATORS_ADDR" envDefault:":8090"`
	SMTPAddr     string `env:"SMTP_ADDR" envDefault:"127.0.0.1:8025"`
	Issuer       string `env:"ISSUER" envDefault:"http://localhost:8090/oidc"`
	ClientID     string `env:"OIDC_CLIENT_ID" envDefault:"sportello"`
	ClientSecret string `env:"OIDC_CLIENT_SECRET" envDefault:"sportello-simulator"`
	DataDir      string `env:"DATA_DIR" envDefault:"var/simulators"`
	PublicURL    string `env:"SIMULATORS_URL" envDefault:"http://localhost:8090"`
	SiteURL      string `env:"PUBLIC_URL" envDefault:"http://localhost:8080"`
	NotifySecret string `env:"PAGOPA_NOTIFY_SECRET"`
}

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		slog.Error("simulators stopped", "error", err.Error())
		os.Exit(1)
	}
}

var errProduction = errors.New("simulators never run in production")

func run(ctx context.Context) error {
	s, err := env.ParseAs[settings]()
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	if s.Environment == "production" {
		return errProduction
	}
	web, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return err
	}
	mail, err := net.Listen("tcp", s.SMTPAddr)
	if err != nil {
		_ = web.Close()
		return err
	}
	return serve(ctx, s, web, mail)
}

// serve runs all simulators until ctx ends, then lets open requests finish.
func serve(ctx context.Context, s settings, web, mail net.Listener) error {
	box, err := mailbox.New(mailbox.Options{Dir: filepath.Join(s.DataDir, "mail")})
	if err != nil {
		return err
	}
	bank, err := newPagoPA(s)
	if err != nil {
		return err
	}
	handler, err := routes(s, box, bank)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 2)
	go func() { failed <- server.Serve(web) }()
	go func() { failed <- box.Serve(mail) }()
	slog.Info("simulators ready", "pages", s.PublicURL, "smtp", mail.Addr().String())
	err = wait(ctx, bank, failed)
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return errors.Join(err, server.Shutdown(closing), box.Shutdown(closing))
}

// wait passes the time for pagoPA: late payments settle, receipts go out.
func wait(ctx context.Context, bank *pagopa.Simulator, failed <-chan error) error {
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			if errors.Is(err, http.ErrServerClosed) {
				return nil
			}
			return err
		case <-tick.C:
			bank.Tick()
			bank.Deliver(ctx)
		}
	}
}

func newPagoPA(s settings) (*pagopa.Simulator, error) {
	o := pagopa.Options{
		PublicURL: s.PublicURL + "/pagopa", StatePath: filepath.Join(s.DataDir, "pagopa.json"),
		NotifyHosts: map[string]string{},
	}
	for _, m := range seeds.Municipalities() {
		o.NotifyHosts[m.Tenant.Settings.Contacts.TaxCode] = m.Tenant.Host
	}
	if s.NotifySecret != "" {
		o.NotifyURL = s.SiteURL + "/api/v1/platforms/pagopa/receipts"
		o.NotifyHeader = http.Header{payments.NoticeSecretHeader: {s.NotifySecret}}
	}
	if err := os.MkdirAll(s.DataDir, 0o700); err != nil {
		return nil, err
	}
	return pagopa.New(o)
}

func routes(s settings, box *mailbox.Mailbox, bank *pagopa.Simulator) (http.Handler, error) {
	identity, err := oidc.New(oidc.Options{Issuer: s.Issuer, ClientID: s.ClientID, ClientSecret: s.ClientSecret})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/oidc/", identity)
	mux.Handle("/pagopa/", http.StripPrefix("/pagopa", bank))
	mux.Handle("/mail", box)
	mux.Handle("/mail/", box)
	mux.HandleFunc("GET /{$}", index(strings.TrimRight(s.SiteURL, "/"), time.Now))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	return mux, nil
}
