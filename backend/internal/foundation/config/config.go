// Package config reads the settings of the process from the environment and
// reports all mistakes at once.
package config

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
)

// The modes of an outside platform.
const (
	Real      = "real"
	Simulator = "simulator"
	Off       = "off"
)

// Config is every setting; .env.example explains each.
type Config struct {
	Environment     string        `env:"ENVIRONMENT" envDefault:"production"`
	DatabaseURL     string        `env:"DATABASE_URL"`
	HTTPAddr        string        `env:"HTTP_ADDR" envDefault:":8080"`
	MetricsAddr     string        `env:"METRICS_ADDR" envDefault:"127.0.0.1:9090"`
	PublicScheme    string        `env:"PUBLIC_SCHEME" envDefault:"https"`
	PublicPort      string        `env:"PUBLIC_PORT"`
	SiteURL         string        `env:"SITE_URL"`
	SiteDir         string        `env:"SITE_DIR"`
	StorageURL      string        `env:"STORAGE_URL"`
	SecretKey       string        `env:"SECRET_KEY"`
	CatalogueDir    string        `env:"CATALOGUE_DIR"`
	Workers         string        `env:"WORKERS" envDefault:"on"`
	LogLevel        string        `env:"LOG_LEVEL" envDefault:"info"`
	SeedWebsites    bool          `env:"SEED_WEBSITES" envDefault:"true"`
	TraceEndpoint   string        `env:"OTEL_EXPORTER_OTLP_ENDPOINT"`
	ShutdownTimeout time.Duration `env:"SHUTDOWN_TIMEOUT" envDefault:"20s"`
	TrustedProxies  []string      `env:"TRUSTED_PROXIES" envDefault:"127.0.0.1,::1"`

	IdentityMode     string `env:"IDENTITY_MODE" envDefault:"off"`
	OIDCIssuer       string `env:"OIDC_ISSUER"`
	OIDCClientID     string `env:"OIDC_CLIENT_ID"`
	OIDCClientSecret string `env:"OIDC_CLIENT_SECRET"`

	PagoPAMode         string `env:"PAGOPA_MODE" envDefault:"off"`
	PagoPABaseURL      string `env:"PAGOPA_BASE_URL"`
	PagoPAKey          string `env:"PAGOPA_KEY"`
	PagoPANotifySecret string `env:"PAGOPA_NOTIFY_SECRET"`

	SMTPMode     string `env:"SMTP_MODE" envDefault:"off"`
	SMTPAddr     string `env:"SMTP_ADDR"`
	SMTPFrom     string `env:"SMTP_FROM"`
	SMTPUser     string `env:"SMTP_USER"`
	SMTPPassword string `env:"SMTP_PASSWORD"`
}

// Load reads the environment. The error names every mistake.
func Load() (Config, error) {
	c, err := env.ParseAs[Config]()
	if err != nil {
		return c, fmt.Errorf("settings: %w", err)
	}
	return c, c.Check()
}

// Production says that real people use the installation.
func (c Config) Production() bool { return c.Environment == "production" }

// Key is the decoded SECRET_KEY: 32 bytes.
func (c Config) Key() []byte {
	key, _ := base64.StdEncoding.DecodeString(c.SecretKey) // Check has seen it
	return key
}

// Check gives all the mistakes of c, joined; nil when there is none.
func (c Config) Check() error {
	var all []error
	bad := func(format string, args ...any) { all = append(all, fmt.Errorf(format, args...)) }
	if c.Environment != "production" && c.Environment != "development" {
		bad("ENVIRONMENT must be production or development, not %q", c.Environment)
	}
	if c.DatabaseURL == "" {
		bad("DATABASE_URL is missing: the address of PostgreSQL, postgres://user:password@host:5432/name")
	}
	if key, err := base64.StdEncoding.DecodeString(c.SecretKey); err != nil || len(key) != 32 {
		bad("SECRET_KEY must be 32 random bytes in base64: openssl rand -base64 32")
	}
	if c.StorageURL == "" {
		bad("STORAGE_URL is missing: file:///var/lib/sportello or s3://bucket")
	}
	if c.PublicScheme != "https" && c.PublicScheme != "http" {
		bad("PUBLIC_SCHEME must be https or http")
	}
	for _, p := range c.platforms() {
		all = append(all, p.check(c.Production())...)
	}
	if c.Production() && c.PublicScheme != "https" {
		bad("PUBLIC_SCHEME must be https in production")
	}
	return errors.Join(all...)
}

type platform struct{ name, mode, address string }

func (c Config) platforms() []platform {
	return []platform{
		{"IDENTITY", c.IdentityMode, c.OIDCIssuer},
		{"PAGOPA", c.PagoPAMode, c.PagoPABaseURL},
		{"SMTP", c.SMTPMode, c.SMTPAddr},
	}
}

// check refuses in production any simulator and any address that only a test
// would have; there is no setting that overrides it.
func (p platform) check(production bool) []error {
	var all []error
	switch p.mode {
	case Off:
		return nil
	case Real, Simulator:
	default:
		return []error{fmt.Errorf("%s_MODE must be real, simulator or off, not %q", p.name, p.mode)}
	}
	if p.address == "" {
		all = append(all, fmt.Errorf("%s_MODE is %s but its address is missing", p.name, p.mode))
	}
	if !production {
		return all
	}
	if p.mode == Simulator {
		all = append(all, fmt.Errorf("%s_MODE=simulator is not possible in production", p.name))
	}
	if testAddress(p.address) {
		all = append(all, fmt.Errorf("the address of %s is one of a test: production needs the real one over https", p.name))
	}
	return all
}

func testAddress(address string) bool {
	host := address
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		if u.Scheme == "http" {
			return true
		}
		host = u.Host
	}
	host = strings.ToLower(host)
	for _, mark := range []string{"localhost", "127.", "[::1]", ".uat.", "preproduzione", "simulator"} {
		if strings.Contains(host, mark) {
			return true
		}
	}
	return false
}
