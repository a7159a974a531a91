package pagopa

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// answering is a platform that always gives the same answer, and counts.
func answering(t *testing.T, status int, header http.Header) (*Gateway, *clock.Fixed, *int) {
	t.Helper()
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls++
		for k, v := range header {
			w.Header()[k] = v
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	clk := clock.NewFixed(start)
	g, err := New(Config{Mode: payments.ModeSimulator, BaseURL: server.URL, Key: "key", Clock: clk})
	if err != nil {
		t.Fatal(err)
	}
	return g, clk, &calls
}

func TestConfig(t *testing.T) {
	tests := map[string]struct {
		config Config
		wrong  string
	}{
		"the real platform":              {Config{Mode: "real", BaseURL: "https://api.uat.platform.pagopa.it", Key: "k"}, ""},
		"a simulator on this machine":    {Config{Mode: "simulator", BaseURL: "http://localhost:8090/pagopa", Key: "k"}, ""},
		"the real one wants https":       {Config{Mode: "real", BaseURL: "http://api.platform.pagopa.it", Key: "k"}, "https"},
		"checkout wants https too":       {Config{Mode: "real", BaseURL: "https://a.example", CheckoutURL: "http://b.example", Key: "k"}, "https"},
		"a key is needed":                {Config{Mode: "real", BaseURL: "https://a.example"}, "key"},
		"a mode is needed":               {Config{BaseURL: "https://a.example", Key: "k"}, "mode"},
		"an address is needed":           {Config{Mode: "real", Key: "k"}, "not an address"},
		"all the mistakes come together": {Config{}, "key"},
	}
	for name, tt := range tests {
		_, err := New(tt.config)
		if tt.wrong == "" && err != nil || tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatAnAnswerMeans(t *testing.T) {
	p := payments.Position{ID: "p", Creditor: payments.Creditor{TaxCode: "00000000019"}}
	tests := map[string]struct {
		status int
		want   error
	}{
		"the position is there already": {409, payments.ErrPositionExists},
		"the position is refused":       {400, payments.ErrPositionRefused},
		"the key is refused":            {401, payments.ErrKeyRefused},
		"the key may not do this":       {403, payments.ErrKeyRefused},
	}
	for name, tt := range tests {
		g, _, _ := answering(t, tt.status, nil)
		if err := g.OpenPosition(t.Context(), p); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHowLongToWait(t *testing.T) {
	tests := map[string]struct {
		status int
		header http.Header
		want   time.Duration
	}{
		"as long as asked":                     {429, http.Header{"Retry-After": {"7"}}, 7 * time.Second},
		"as asked in the other header":         {429, http.Header{"X-Rate-Limit-Retry-After": {"9"}}, 9 * time.Second},
		"a while when nothing is asked":        {429, nil, busyFor},
		"as long as asked by one that is down": {503, http.Header{"Retry-After": {"120"}}, 2 * time.Minute},
	}
	for name, tt := range tests {
		g, _, _ := answering(t, tt.status, tt.header)
		_, err := g.ReadPosition(t.Context(), "00000000019", "p")
		var busy *payments.BusyError
		if !errors.As(err, &busy) || busy.After != tt.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPlatformThatIsDownIsLeftAlone(t *testing.T) {
	g, clk, calls := answering(t, 500, nil)
	read := func() error { _, err := g.ReadPosition(t.Context(), "00000000019", "p"); return err }
	for range 8 {
		if read() == nil {
			t.Fatal("no error")
		}
	}
	if *calls != breakAfter {
		t.Errorf("%d calls, want %d", *calls, breakAfter)
	}
	clk.Advance(breakFor)
	for range 3 {
		_ = read()
	}
	if *calls != breakAfter+1 {
		t.Errorf("%d calls after the pause, want one more than %d", *calls, breakAfter)
	}
}

func TestCents(t *testing.T) {
	for s, want := range map[string]int64{"10.00": 1000, "0.01": 1, " 26.50 ": 2650, "10": -1, "10.0": -1, "10,00": -1, "-1.00": -1, ".10": -1, "+1.00": -1, "1e2.00": -1} {
		got, err := cents(s)
		if want < 0 && err == nil || want >= 0 && (err != nil || got != want) {
			t.Errorf("cents(%q) = %d, %v", s, got, err)
		}
	}
}

func TestAnswerHidesOurTroubles(t *testing.T) {
	out := string(Notices{}.Answer("00000000019", errors.New("pq: secret table")))
	if !strings.Contains(out, "PAA_SYSTEM_ERROR") || strings.Contains(out, "secret") {
		t.Errorf("answer = %s", out)
	}
	if out := string(Notices{}.Answer("00000000019", nil)); !strings.Contains(out, "<outcome>OK</outcome>") || strings.Contains(out, "fault") {
		t.Errorf("answer = %s", out)
	}
}

func FuzzReadMessage(f *testing.F) {
	f.Add([]byte(`<a><paSendRTV2Request><idPA>1</idPA></paSendRTV2Request></a>`))
	f.Add([]byte(`<!DOCTYPE a><a/>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := Notices{}.Read(b)
		if err != nil && !errors.Is(err, payments.ErrNoticeSyntax) {
			t.Errorf("error = %v", err)
		}
		if err == nil && n.Collection.AmountCents < 0 {
			t.Errorf("amount = %d", n.Collection.AmountCents)
		}
	})
}
