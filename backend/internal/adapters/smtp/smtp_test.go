package smtp_test

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/adapters/smtp"
	"github.com/sportello-pa/sportello/backend/internal/adapters/smtp/simulator"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
)

var message = notifications.Message{
	ID: "0199-1@localhost", FromName: "Comune di Borgolago", To: "anna@esempio.example",
	Subject: "Perché sì: è arrivata", Text: "Città è più", HTML: "<html><head></head><body><p>Città è più</p></body></html>", Language: "it",
}

type world struct {
	box    *simulator.Mailbox
	mailer *smtp.Mailer
	dir    string
}

func setup(t *testing.T) world {
	t.Helper()
	dir := t.TempDir()
	box, err := simulator.New(simulator.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = box.Serve(l) }()
	t.Cleanup(func() { _ = box.Shutdown(t.Context()) })
	mailer, err := smtp.New(smtp.Options{Mode: "simulator", Addr: l.Addr().String(), From: "sportello@borgolago.example"})
	if err != nil {
		t.Fatal(err)
	}
	return world{box, mailer, dir}
}

type item struct {
	From       string   `json:"from"`
	To         []string `json:"to"`
	Subject    string   `json:"subject"`
	MessageID  string   `json:"message_id"`
	Deliveries int      `json:"deliveries"`
	Text       string   `json:"text"`
	HTML       string   `json:"html"`
	ID         string   `json:"id"`
	Headers    []struct{ Name, Value string }
}

func list(t *testing.T, h http.Handler, to string) []item {
	t.Helper()
	var out struct{ Items []item }
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/mail/api/messages?to="+url.QueryEscape(to), nil))
	if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil {
		t.Fatalf("%d %s: %v", rec.Code, rec.Body, err)
	}
	return out.Items
}

func TestAMessageArrivesWithBothForms(t *testing.T) {
	w := setup(t)
	if err := w.mailer.Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	got := list(t, w.box, "anna@")
	if len(got) != 1 {
		t.Fatalf("messages = %d, want 1", len(got))
	}
	m := got[0]
	if m.Subject != message.Subject || strings.TrimSpace(m.Text) != message.Text || strings.TrimSpace(m.HTML) != message.HTML {
		t.Errorf("message = %+v", m)
	}
	if m.MessageID != "<"+message.ID+">" || m.From != `"Comune di Borgolago" <sportello@borgolago.example>` {
		t.Errorf("id = %s, from = %s", m.MessageID, m.From)
	}
	headers := map[string]string{}
	for _, h := range m.Headers {
		headers[h.Name] = h.Value
	}
	if headers["Auto-Submitted"] != "auto-generated" || headers["Content-Language"] != "it" || headers["User-Agent"] != "" {
		t.Errorf("headers = %v", headers)
	}
	if len(list(t, w.box, "bruno")) != 0 {
		t.Error("the filter lets through what is for somebody else")
	}
}

func TestWhatTheServerSaysDecidesWhetherToTryAgain(t *testing.T) {
	tests := map[string]struct {
		knobs     simulator.Knobs
		want      string // in the error; "" is success
		refused   bool
		delivered int
	}{
		"an unknown mailbox is final":            {simulator.Knobs{Behaviour: simulator.Refuse}, "550", true, 0},
		"a busy server may be asked again":       {simulator.Knobs{Behaviour: simulator.Temporary}, "451", false, 0},
		"a server that is down may be too":       {simulator.Knobs{Behaviour: simulator.Down}, "smtp:", false, 0},
		"a lost answer looks like a failure":     {simulator.Knobs{Behaviour: simulator.LoseAnswer}, "smtp:", false, 1},
		"a slow server is waited for":            {simulator.Knobs{Behaviour: simulator.Accept, LatencyMS: 30}, "", false, 1},
		"a server told to accept takes the mail": {simulator.Knobs{Behaviour: simulator.Accept}, "", false, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := setup(t)
			w.box.Set(tt.knobs)
			err := w.mailer.Send(t.Context(), message)
			if (err == nil) != (tt.want == "") || (err != nil && !strings.Contains(err.Error(), tt.want)) {
				t.Fatalf("err = %v, want %q in it", err, tt.want)
			}
			if errors.Is(err, notifications.ErrRefused) != tt.refused {
				t.Errorf("refused for good = %v, want %v", !tt.refused, tt.refused)
			}
			if err != nil && strings.Contains(err.Error(), "anna") {
				t.Errorf("the error names the person: %v", err)
			}
			if got := len(list(t, w.box, "")); got != tt.delivered {
				t.Errorf("messages = %d, want %d", got, tt.delivered)
			}
		})
	}
}

func TestARepeatedMessageIsRecognised(t *testing.T) {
	w := setup(t)
	w.box.Set(simulator.Knobs{Behaviour: simulator.LoseAnswer, Times: 1})
	if err := w.mailer.Send(t.Context(), message); err == nil {
		t.Fatal("the first attempt did not fail")
	}
	if err := w.mailer.Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	if got := list(t, w.box, ""); len(got) != 1 || got[0].Deliveries != 2 {
		t.Errorf("messages = %+v, want one that came twice", got)
	}
}

func TestAMalformedAddressIsFinal(t *testing.T) {
	w := setup(t)
	bad := message
	bad.To = "not an address"
	if err := w.mailer.Send(t.Context(), bad); !errors.Is(err, notifications.ErrRefused) {
		t.Errorf("err = %v", err)
	}
}

func TestARealServerIsNeverSpokenToInPlainText(t *testing.T) {
	w := setup(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = w.box.Serve(l) }()
	mailer, err := smtp.New(smtp.Options{Mode: "real", Addr: l.Addr().String(), From: "sportello@borgolago.example"})
	if err != nil {
		t.Fatal(err)
	}
	if err := mailer.Send(t.Context(), message); err == nil {
		t.Error("sent without TLS")
	}
	if got := list(t, w.box, ""); len(got) != 0 {
		t.Errorf("messages = %+v", got)
	}
}

func TestARestartKeepsTheMessagesAndDeleteForgetsThem(t *testing.T) {
	w := setup(t)
	if err := w.mailer.Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	again, err := simulator.New(simulator.Options{Dir: w.dir})
	if err != nil {
		t.Fatal(err)
	}
	if got := list(t, again, ""); len(got) != 1 || got[0].Subject != message.Subject {
		t.Fatalf("after a restart = %+v", got)
	}
	rec := httptest.NewRecorder()
	again.ServeHTTP(rec, httptest.NewRequest(http.MethodDelete, "/mail/api/messages", nil))
	if rec.Code != http.StatusNoContent || len(list(t, again, "")) != 0 {
		t.Errorf("delete = %d", rec.Code)
	}
	third, err := simulator.New(simulator.Options{Dir: w.dir})
	if err != nil || len(list(t, third, "")) != 0 {
		t.Errorf("deleted messages come back: %v", err)
	}
}

func TestThePagesShowTheMessageAndKeepItsMarkupApart(t *testing.T) {
	w := setup(t)
	evil := message
	evil.Subject = "<script>alert(1)</script>"
	evil.HTML = `<html><head></head><body><script>alert(1)</script></body></html>`
	if err := w.mailer.Send(t.Context(), evil); err != nil {
		t.Fatal(err)
	}
	id := list(t, w.box, "")[0].ID
	for path, want := range map[string][]string{
		"/mail":                          {"SIMULAZIONE", "1 messaggio", "&lt;script&gt;"},
		"/mail/messages/" + id:           {"SIMULAZIONE", "sandbox=", "Parte di testo", "Message-Id"},
		"/mail/messages/" + id + "/html": {`<base target="_blank">`},
		"/mail/messages/" + id + "/raw":  {"multipart/alternative"},
	} {
		rec := httptest.NewRecorder()
		w.box.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		for _, s := range want {
			if !strings.Contains(rec.Body.String(), s) {
				t.Errorf("%s has no %q", path, s)
			}
		}
		if !strings.Contains(path, "/html") && !strings.Contains(path, "/raw") && strings.Contains(rec.Body.String(), "<script>") {
			t.Errorf("%s runs what the message says", path)
		}
		if strings.HasSuffix(path, "/html") && !strings.Contains(rec.Header().Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s is not sandboxed", path)
		}
	}
}

func TestAnotherSiteCannotTurnTheKnobs(t *testing.T) {
	w := setup(t)
	r := httptest.NewRequest(http.MethodPost, "/mail/knobs", strings.NewReader("behaviour=down"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	rec := httptest.NewRecorder()
	w.box.ServeHTTP(rec, r)
	if rec.Code != http.StatusForbidden {
		t.Errorf("status = %d, want %d", rec.Code, http.StatusForbidden)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for name, o := range map[string]smtp.Options{
		"an unknown mode":   {Mode: "maybe"},
		"no port":           {Mode: "real", Addr: "mail.example", From: "a@b.example"},
		"no sender":         {Mode: "real", Addr: "mail.example:587"},
		"a port by name":    {Mode: "real", Addr: "mail.example:smtp", From: "a@b.example"},
		"a sender in words": {Mode: "simulator", Addr: "127.0.0.1:8025", From: "Comune"},
	} {
		if _, err := smtp.New(o); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	off, err := smtp.New(smtp.Options{Mode: "off"})
	if err != nil || off.Mode() != "off" || off.Send(t.Context(), message) == nil {
		t.Errorf("off: %v", err)
	}
}
