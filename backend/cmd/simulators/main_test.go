package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestNeverInProduction(t *testing.T) {
	t.Setenv("ENVIRONMENT", "production")
	if err := run(t.Context()); !errors.Is(err, errProduction) {
		t.Fatalf("err = %v, want %v", err, errProduction)
	}
}

func TestEveryPlatformAnswersAndStopsWhenTold(t *testing.T) {
	web, mail := listen(t), listen(t)
	base := "http://" + web.Addr().String()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- serve(ctx, settings{
			Issuer: base + "/oidc", ClientID: "sportello", ClientSecret: "secret", DataDir: t.TempDir(),
			PublicURL: base, SiteURL: "http://localhost:8080",
		}, web, mail)
	}()
	for path, want := range map[string]string{
		"/":                                      "Sportello-demo-2026",
		"/healthz":                               "ok",
		"/mail":                                  "Casella di posta simulata",
		"/oidc/.well-known/openid-configuration": `"issuer":"` + base + `/oidc"`,
		"/oidc/":                                 "Anna Esempio",
		"/pagopa/":                               "Simulatore di pagamento",
	} {
		if body := get(t, base+path); !strings.Contains(body, want) {
			t.Errorf("GET %s has no %q:\n%s", path, want, body)
		}
	}
	if body := get(t, base+"/"); !strings.Contains(body, "http://pontefiume.localhost:8080/ufficio/accedi") || !strings.Contains(body, "mobilita.pf") {
		t.Errorf("the page does not lead to the second municipality:\n%s", body)
	}
	conn, err := net.Dial("tcp", mail.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	var code int
	if _, err := fmt.Fscanf(conn, "%d", &code); err != nil || code != 220 {
		t.Errorf("greeting = %d, %v", code, err)
	}
	_ = conn.Close()
	stop()
	select {
	case err := <-done:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("did not stop")
	}
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func get(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %d, %v", url, resp.StatusCode, err)
	}
	return string(body)
}
