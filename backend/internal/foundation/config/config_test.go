package config

import (
	"strings"
	"testing"
)

func valid() Config {
	return Config{
		Environment: "production", DatabaseURL: "postgres://db/x", StorageURL: "file:///srv",
		SecretKey: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", PublicScheme: "https",
		IdentityMode: Real, OIDCIssuer: "https://login.example.it", PagoPAMode: Off, SMTPMode: Real, SMTPAddr: "mail.example.it:587",
	}
}

func TestProductionRefusesWhateverIsNotReal(t *testing.T) {
	tests := map[string]struct {
		change func(*Config)
		want   string
	}{
		"a simulator":            {func(c *Config) { c.PagoPAMode, c.PagoPABaseURL = Simulator, "https://x.example" }, "PAGOPA_MODE=simulator"},
		"localhost":              {func(c *Config) { c.OIDCIssuer = "https://localhost:8090" }, "IDENTITY"},
		"plain http":             {func(c *Config) { c.OIDCIssuer = "http://login.example.it" }, "IDENTITY"},
		"a test environment":     {func(c *Config) { c.PagoPAMode, c.PagoPABaseURL = Real, "https://api.uat.platform.pagopa.it" }, "PAGOPA"},
		"a loopback mail server": {func(c *Config) { c.SMTPAddr = "127.0.0.1:8025" }, "SMTP"},
		"a public site on http":  {func(c *Config) { c.PublicScheme = "http" }, "PUBLIC_SCHEME"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := valid()
			tt.change(&c)
			if err := c.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("Check() = %v, want it to name %s", err, tt.want)
			}
		})
	}
	if err := valid().Check(); err != nil {
		t.Fatalf("a good configuration is refused: %v", err)
	}
}

func TestAllMistakesAreReportedAtOnce(t *testing.T) {
	c := valid()
	c.DatabaseURL, c.SecretKey, c.SMTPMode = "", "short", "maybe"
	err := c.Check()
	for _, want := range []string{"DATABASE_URL", "SECRET_KEY", "SMTP_MODE"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Check() = %v, want it to name %s", err, want)
		}
	}
}
