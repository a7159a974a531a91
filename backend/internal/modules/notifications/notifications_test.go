package notifications_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/adapters/smtp"
	"github.com/sportello-pa/sportello/backend/internal/adapters/smtp/simulator"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
)

const (
	anna        = "01990000-0000-7000-8000-00000000000a"
	elena       = "01990000-0000-7000-8000-00000000000e"
	nobody      = "01990000-0000-7000-8000-00000000000f"
	application = "01990000-0000-7000-8000-000000000001"
	deliver     = "notifications.deliver.v1"
)

// people is what identity knows in these tests.
type people map[string][2]string

func (p people) Contact(_ context.Context, id string) (email, language string, err error) {
	c, ok := p[id]
	if !ok {
		return "", "", errors.New("no such person")
	}
	return c[0], c[1], nil
}

func (p people) Correspondent(_ context.Context, requestID string) (notifications.Contact, error) {
	c := p[requestID]
	return notifications.Contact{Email: c[0], Language: c[1], Path: "/assistenza/segreto"}, nil
}

type tenants struct{}

func (tenants) Sender(context.Context) (notifications.Sender, error) {
	return notifications.Sender{
		Name: "Comune di Borgolago", PublicURL: "http://localhost:8080",
		Contacts: "Piazza dell’Approdo 1 · +39 000 0000 100",
	}, nil
}

// outbox remembers what it was given and fails as it is told.
type outbox struct {
	mode string
	fail error
	sent []notifications.Message
}

func (o *outbox) Mode() string { return o.mode }

func (o *outbox) Send(_ context.Context, m notifications.Message) error {
	if o.fail != nil {
		return o.fail
	}
	o.sent = append(o.sent, m)
	return nil
}

func setup(t *testing.T, mailer notifications.Mailer) (*testkit.Env, *notifications.Service) {
	t.Helper()
	e := testkit.New(t)
	known := people{anna: {"anna@esempio.example", "it"}, elena: {"elena@modello.example", "en"}, nobody: {"", "it"}}
	return e, notifications.New(e.DB, e.Queue, e.Clock, known, tenants{}, mailer)
}

func notice(person, template string) notifications.Notice {
	return notifications.Notice{
		PersonID: person, Template: template, ApplicationID: application,
		Params: map[string]string{
			"service_it": "Permesso di accesso alla ZTL", "service_en": "Limited traffic zone permit",
			"number": "2026-000123", "registration": "0000123/2026", "due_date": "2026-04-01", "amount": "2600",
		},
	}
}

func one(t *testing.T, e *testkit.Env, s *notifications.Service) notifications.Notification {
	t.Helper()
	list, err := s.ForApplication(e.Ctx("borgolago"), application)
	if err != nil || len(list) != 1 {
		t.Fatalf("notifications = %+v, %v; want one", list, err)
	}
	return list[0]
}

func TestEveryTemplateReadsAsItsGoldenFile(t *testing.T) {
	box := &outbox{mode: "real"}
	e, s := setup(t, box)
	for lang, person := range map[string]string{"it": anna, "en": elena} {
		for _, template := range notifications.Templates() {
			t.Run(template+" in "+lang, func(t *testing.T) {
				box.sent = nil
				if err := s.Notify(e.Ctx("borgolago"), notice(person, template)); err != nil {
					t.Fatal(err)
				}
				e.Drain(t)
				if len(box.sent) != 1 {
					t.Fatalf("messages = %d, want 1", len(box.sent))
				}
				m := box.sent[0]
				for _, personal := range []string{"Anna", "Elena", "anna@", "elena@"} {
					if strings.Contains(m.Text+m.HTML+m.Subject, personal) {
						t.Errorf("the message names %q", personal)
					}
				}
				testkit.Golden(t, fmt.Appendf(nil, "Language: %s\nFrom: %s\nSubject: %s\n\n%s\n=== HTML ===\n%s", m.Language, m.FromName, m.Subject, m.Text, m.HTML))
			})
		}
	}
}

func TestAMissingParameterLeavesNoHoleInTheText(t *testing.T) {
	box := &outbox{mode: "real"}
	e, s := setup(t, box)
	for _, person := range []string{anna, elena} {
		for _, template := range notifications.Templates() {
			n := notifications.Notice{PersonID: person, Template: template, Params: map[string]string{"service": "X <b>& \n Y"}}
			if err := s.Notify(e.Ctx("borgolago"), n); err != nil {
				t.Fatal(err)
			}
		}
	}
	e.Drain(t)
	if len(box.sent) != 2*len(notifications.Templates()) {
		t.Fatalf("messages = %d", len(box.sent))
	}
	for _, m := range box.sent {
		for _, wrong := range []string{"  ", " .", " :", "no value", "X <b>"} {
			if strings.Contains(m.Subject, wrong) || (wrong == "no value" && strings.Contains(m.Text, wrong)) || (wrong == "X <b>" && strings.Contains(m.HTML, wrong)) {
				t.Errorf("%q in %q", wrong, m.Subject)
			}
		}
		if strings.ContainsAny(m.Subject, "\r\n") || !strings.Contains(m.Text, "http://localhost:8080/area-personale") {
			t.Errorf("subject %q, text %q", m.Subject, m.Text)
		}
	}
}

func TestWhatBecomesOfANotice(t *testing.T) {
	tests := map[string]struct {
		person string
		mailer outbox
		want   notifications.Status
		sent   int
	}{
		"it is sent":                             {anna, outbox{mode: "real"}, notifications.Sent, 1},
		"without an address it is skipped":       {nobody, outbox{mode: "real"}, notifications.Skipped, 0},
		"with e-mail switched off it is skipped": {anna, outbox{mode: "off"}, notifications.Skipped, 0},
		"a refusal for good ends it":             {anna, outbox{mode: "real", fail: fmt.Errorf("%w: 550", notifications.ErrRefused)}, notifications.Failed, 0},
		"a simulated one says so":                {anna, outbox{mode: "simulator"}, notifications.Sent, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			e, s := setup(t, &tt.mailer)
			if err := s.Notify(e.Ctx("borgolago"), notice(tt.person, notifications.ApplicationReceived)); err != nil {
				t.Fatal(err)
			}
			e.Drain(t)
			n := one(t, e, s)
			if n.Status != tt.want || n.PlatformMode != tt.mailer.mode || len(tt.mailer.sent) != tt.sent {
				t.Errorf("status = %s, mode = %s, sent = %d", n.Status, n.PlatformMode, len(tt.mailer.sent))
			}
			if tt.mailer.mode == "simulator" && !strings.Contains(tt.mailer.sent[0].Subject+tt.mailer.sent[0].HTML, "SIMULAZIONE") {
				t.Error("the simulated message does not say so")
			}
			if strings.Contains(n.Detail, "@") {
				t.Errorf("detail holds an address: %s", n.Detail)
			}
		})
	}
}

func TestARolledBackTransactionTellsNobody(t *testing.T) {
	box := &outbox{mode: "real"}
	e, s := setup(t, box)
	undo := errors.New("undo")
	err := e.DB.Tx(e.Ctx("borgolago"), func(ctx context.Context) error {
		if err := s.Notify(ctx, notice(anna, notifications.ApplicationReceived)); err != nil {
			return err
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	e.Drain(t)
	if len(box.sent) != 0 || e.Jobs(t, deliver) != 0 {
		t.Errorf("messages = %d, jobs = %d", len(box.sent), e.Jobs(t, deliver))
	}
}

func TestAnUnknownTemplateIsRefusedAtOnce(t *testing.T) {
	e, s := setup(t, &outbox{mode: "real"})
	if err := s.Notify(e.Ctx("borgolago"), notice(anna, "greetings")); !errors.Is(err, notifications.ErrTemplate) {
		t.Errorf("err = %v", err)
	}
}

func TestAnotherMunicipalityDoesNotSeeTheNotice(t *testing.T) {
	e, s := setup(t, &outbox{mode: "real"})
	if err := s.Notify(e.Ctx("borgolago"), notice(anna, notifications.ApplicationReceived)); err != nil {
		t.Fatal(err)
	}
	if list, err := s.ForApplication(e.Ctx("pontefiume"), application); err != nil || len(list) != 0 {
		t.Errorf("list = %v, %v", list, err)
	}
}

// A mail server that is down for an hour, then loses one answer, delays the
// message but neither loses nor doubles it.
func TestAnOutageOfTheMailServer(t *testing.T) {
	box, err := simulator.New(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = box.Serve(l) }()
	t.Cleanup(func() { _ = box.Shutdown(context.Background()) })
	mailer, err := smtp.New(smtp.Options{Mode: "simulator", Addr: l.Addr().String(), From: "sportello@borgolago.example"})
	if err != nil {
		t.Fatal(err)
	}
	e, s := setup(t, mailer)
	box.Set(simulator.Knobs{Behaviour: simulator.Down})
	if err := s.Notify(e.Ctx("borgolago"), notice(anna, notifications.ApplicationReceived)); err != nil {
		t.Fatal(err)
	}
	failures := 0
	count := func(string, error) { failures++ }
	for range 12 {
		e.DrainWith(t, count)
		e.Clock.Advance(5 * time.Minute)
	}
	if n := one(t, e, s); n.Status != notifications.Queued || failures < 3 || n.Attempts != failures {
		t.Fatalf("after an hour: status = %s, failures = %d, attempts = %d", n.Status, failures, n.Attempts)
	}
	box.Set(simulator.Knobs{Behaviour: simulator.LoseAnswer, Times: 1})
	for range 30 {
		e.DrainWith(t, count)
		e.Clock.Advance(10 * time.Minute)
	}
	n := one(t, e, s)
	if n.Status != notifications.Sent || n.SentAt == nil {
		t.Fatalf("status = %s", n.Status)
	}
	got := box.Messages("anna@esempio.example")
	if len(got) != 1 || got[0].Deliveries != 2 || got[0].MessageID != "<"+n.MessageID+">" {
		t.Errorf("messages = %+v, want one that came twice under one identifier", got)
	}
}

func TestEveryTemplateExistsInEveryLanguage(t *testing.T) {
	want := []string{
		notifications.ApplicationReceived, notifications.PaymentDue, notifications.PaymentReceived, notifications.PaymentExpired, notifications.ApplicationRegistered,
		notifications.ApplicationAssigned, notifications.MessageFromOffice, notifications.IntegrationRequested, notifications.IntegrationAnswered,
		notifications.ApplicationAccepted, notifications.ApplicationRejected, notifications.ApplicationAcceptedSilence,
		notifications.DraftExpiring, notifications.Withdrawn, notifications.AssistanceReceived, notifications.AssistanceAnswered, notifications.DataExportReady,
	}
	slices.Sort(want)
	if got := notifications.Templates(); !slices.Equal(got, want) {
		t.Errorf("templates = %v, want %v", got, want)
	}
}

// TestACorrespondentIsToldWhereTheAnswerIs writes to somebody who has no
// account: the link is the page that only they know.
func TestACorrespondentIsToldWhereTheAnswerIs(t *testing.T) {
	out := &outbox{mode: "real"}
	e, s := setup(t, out)
	ctx := e.Ctx("borgolago")
	for _, id := range []string{anna, nobody} {
		if err := s.Notify(ctx, notifications.Notice{
			CorrespondentID: id, Template: notifications.AssistanceAnswered, Params: map[string]string{"number": "AS-2026-00012"},
		}); err != nil {
			t.Fatal(err)
		}
	}
	e.Drain(t)
	if len(out.sent) != 1 {
		t.Fatalf("%d messages, want only that to the known address", len(out.sent))
	}
	m := out.sent[0]
	for _, want := range []string{"http://localhost:8080/assistenza/segreto", "AS-2026-00012", "è stata chiesta assistenza"} {
		if !strings.Contains(m.Text, want) || !strings.Contains(m.HTML, want) {
			t.Errorf("the message does not say %q:\n%s", want, m.Text)
		}
	}
}
