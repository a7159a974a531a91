package app_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	pagopa "github.com/sportello-pa/sportello/backend/internal/adapters/pagopa/simulator"
	smtp "github.com/sportello-pa/sportello/backend/internal/adapters/smtp/simulator"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
)

const jsonMedia = "application/json"

func TestBodiesThatCannotBeRead(t *testing.T) {
	w := newWorld(t)
	huge := `{"service_id":"` + strings.Repeat("a", 2<<20) + `"}`
	tests := map[string]struct {
		media, body, code string
		status            int
	}{
		"no JSON at all":          {jsonMedia, `service_id=ztl-permit`, "malformed-body", 400},
		"JSON that breaks off":    {jsonMedia, `{"service_id":`, "malformed-body", 400},
		"two bodies in one":       {jsonMedia, `{"service_id":"ztl-permit"}{}`, "malformed-body", 400},
		"an unknown field":        {jsonMedia, `{"service_id":"ztl-permit","admin":true}`, "unknown-field", 400},
		"a value of another kind": {jsonMedia, `{"service_id":7}`, "wrong-type", 400},
		"more than is read":       {jsonMedia, huge, "body-too-large", 413},
		"another media type":      {"text/plain", `{"service_id":"ztl-permit"}`, "unsupported-media-type", 415},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := w.send(anna, http.MethodPost, "/applications", []byte(tt.body), "Content-Type", tt.media)
			got.Problem(tt.status, tt.code)
		})
	}
	if got := w.get(anna, "/me/applications").Items(); len(got) != 0 {
		t.Errorf("something was made of it: %v", got)
	}
}

func TestFilesThatAreNotWhatTheySay(t *testing.T) {
	w := newWorld(t)
	id := w.do(anna, http.MethodPost, "/applications", map[string]any{"service_id": "ztl-permit"}).Want(http.StatusCreated).Str("id")
	const key = "documents.driving_licence"
	w.attach(anna, id, key, "patente.pdf", []byte("<script>alert(1)</script>")).Want(http.StatusUnsupportedMediaType)
	w.attach(anna, id, key, "patente.exe", append([]byte("MZ"), make([]byte, 100)...)).Want(http.StatusUnsupportedMediaType)
	w.attach(anna, id, key, "patente.png", paper).Want(http.StatusUnprocessableEntity)
	w.attach(anna, id, key, "patente.pdf", append(append([]byte{}, paper...), make([]byte, 11<<20)...)).Want(http.StatusRequestEntityTooLarge)
	kept := w.attach(anna, id, key, "../../etc/passwd.pdf", paper).Want(http.StatusCreated)
	if name := kept.Str("file_name"); strings.ContainsAny(name, `/\`) {
		t.Errorf("the name of a file was trusted: %s", name)
	}
	if got := w.get(anna, "/applications/"+id).List("attachments"); len(got) != 1 {
		t.Errorf("attachments = %v", got)
	}
}

func TestTheSameSubmissionTwiceAtOnce(t *testing.T) {
	w := newWorld(t)
	id := w.fill(anna, "ztl-permit")
	w.credentials(anna)
	codes := make([]int, 8)
	var wait sync.WaitGroup
	for i := range codes {
		wait.Go(func() {
			key := "the-same-key"
			if i%2 == 1 {
				key = "key-of-its-own-" + string(rune('a'+i))
			}
			codes[i] = w.do(anna, http.MethodPut, "/applications/"+id+"/submission", nil, "Idempotency-Key", key).Code
		})
	}
	wait.Wait()
	for _, code := range codes {
		if code != http.StatusOK && code != http.StatusConflict {
			t.Errorf("statuses = %v", codes)
			break
		}
	}
	w.Drain(t)
	if got := w.get(anna, "/me/payments").Items(); len(got) != 1 {
		t.Errorf("%d payments were asked for", len(got))
	}
	w.do(anna, http.MethodPut, "/applications/"+id+"/submission", nil, "Idempotency-Key", "").Want(http.StatusBadRequest)
}

// TestMailServerDownForAnHour loses nothing, and shows what waits.
func TestMailServerDownForAnHour(t *testing.T) {
	w := newWorld(t)
	w.mail.Set(smtp.Knobs{Behaviour: smtp.Down})
	id := w.fill(anna, "ztl-permit")
	w.do(anna, http.MethodPut, "/applications/"+id+"/submission", nil).Want(http.StatusOK)
	for range 12 {
		w.DrainWith(t, func(string, error) {})
		w.Clock.Advance(5 * time.Minute)
	}
	if got := w.subjects("anna.esempio@example.org"); len(got) != 0 {
		t.Fatalf("mail went out: %v", got)
	}
	waiting := 0
	for _, job := range w.get(w.again(admin), "/office/jobs?state=waiting").Want(http.StatusOK).Items() {
		if job["kind"] == "notifications.deliver.v1" && job["last_error"] != nil {
			waiting++
		}
	}
	if waiting == 0 {
		t.Error("the administrator does not see the e-mail that waits")
	}
	w.mail.Set(smtp.Knobs{Behaviour: smtp.Accept})
	w.Clock.Advance(time.Hour)
	w.Drain(t)
	for subject, n := range w.subjects("anna.esempio@example.org") {
		if n != 1 {
			t.Errorf("%q came %d times", subject, n)
		}
	}
	if len(w.subjects("anna.esempio@example.org")) == 0 {
		t.Error("the e-mail never came")
	}
}

// TestPaymentPlatformDownForAnHour keeps the application, which goes on later.
func TestPaymentPlatformDownForAnHour(t *testing.T) {
	w := newWorld(t)
	w.bank.Turn(pagopa.Knobs{Down: true})
	id := w.fill(anna, "ztl-permit")
	payment := w.do(anna, http.MethodPut, "/applications/"+id+"/submission", nil).Want(http.StatusOK).Str("payment", "id")
	for range 12 {
		w.DrainWith(t, func(string, error) {})
		w.Clock.Advance(5 * time.Minute)
	}
	if got := w.get(w.again(anna), "/payments/"+payment).Want(http.StatusOK).Str("status"); got != "requested" {
		t.Errorf("status = %s", got)
	}
	if got := w.get(w.again(admin), "/office/jobs?state=waiting").Want(http.StatusOK).Items(); len(got) == 0 {
		t.Error("the administrator does not see what waits")
	}
	w.bank.Turn(pagopa.Knobs{})
	w.Clock.Advance(time.Hour)
	w.Drain(t)
	w.pay(w.again(anna), payment).Want(http.StatusOK)
	w.Drain(t)
	if got := w.get(anna, "/applications/"+id).Str("status"); got != "registered" {
		t.Errorf("status = %s", got)
	}
}

// subjects counts the e-mails that somebody got, by subject.
func (w *world) subjects(to string) map[string]int {
	counts := map[string]int{}
	for _, m := range w.mail.Messages(to) {
		counts[m.Subject] += m.Deliveries
	}
	return counts
}

// again signs somebody in anew: sessions do not last for the hour that passed.
func (w *world) again(p who) who {
	delete(w.signed, p.String())
	return p
}

// TestDatabaseAway answers 503 while the database cannot be reached, and works
// again without a restart.
func TestDatabaseAway(t *testing.T) {
	w := newWorld(t)
	cable := newCable(t, w.URL)
	db, err := database.Open(t.Context(), cable.url, database.Options{Now: w.Clock.Now})
	w.ok(err)
	t.Cleanup(db.Close)
	queue, err := jobs.New(db, jobs.Options{Clock: w.Clock})
	w.ok(err)
	w.DB, w.Queue = db, queue
	w.wire()
	id := w.fill(anna, "residence-transfer")

	cable.pull()
	for _, path := range []string{"/me/applications", "/applications/" + id} {
		got := w.get(anna, path)
		got.Problem(http.StatusServiceUnavailable, "temporarily-unavailable")
		if got.Head.Get("Retry-After") == "" {
			t.Error("it does not say when to come back")
		}
	}
	if got := w.do(anna, http.MethodPut, "/applications/"+id+"/submission", nil).Code; got != http.StatusServiceUnavailable {
		t.Errorf("submission: status = %d", got)
	}
	cable.plug()
	w.recovers("/applications/" + id)
	w.do(anna, http.MethodPut, "/applications/"+id+"/submission", nil).Want(http.StatusOK)
}

// TestDatabaseRestartedUnderLoad cuts every connection while people use the
// product: each request is answered well, or says that it could not be.
func TestDatabaseRestartedUnderLoad(t *testing.T) {
	w := newWorld(t)
	w.fill(anna, "residence-transfer")
	w.credentials(mobility)
	owner := w.Owner(t)
	stop := make(chan struct{})
	var wait sync.WaitGroup
	var mu sync.Mutex
	seen := map[int]int{}
	for _, p := range []who{anna, mobility, anna, mobility} {
		path := "/me/applications"
		if p == mobility {
			path = "/office/applications"
		}
		wait.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				code := w.get(p, path).Code
				mu.Lock()
				seen[code]++
				mu.Unlock()
			}
		})
	}
	for range 5 {
		time.Sleep(100 * time.Millisecond)
		_, err := owner.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`)
		w.ok(err)
	}
	close(stop)
	wait.Wait()
	for code := range seen {
		if code != http.StatusOK && code != http.StatusServiceUnavailable {
			t.Errorf("answers by status: %v", seen)
		}
	}
	w.recovers("/me/applications")
}

// recovers asks until the answer is good: without a restart, and soon.
func (w *world) recovers(path string) {
	w.t.Helper()
	for end := time.Now().Add(15 * time.Second); w.get(anna, path).Code != http.StatusOK; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatal("it does not recover")
		}
	}
}

// cable is the network between the product and its database.
type cable struct {
	t    *testing.T
	url  string
	to   string
	at   string
	mu   sync.Mutex
	l    net.Listener
	open []net.Conn
}

func newCable(t *testing.T, target string) *cable {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{t: t, to: u.Host, at: freePort(t)}
	u.Host = c.at
	c.url = u.String()
	c.plug()
	t.Cleanup(c.pull)
	return c
}

func (c *cable) plug() {
	var config net.ListenConfig
	l, err := config.Listen(context.Background(), "tcp", c.at)
	if err != nil {
		c.t.Fatal(err)
	}
	c.mu.Lock()
	c.l = l
	c.mu.Unlock()
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", c.to)
			if err != nil {
				_ = in.Close()
				continue
			}
			c.mu.Lock()
			c.open = append(c.open, in, out)
			c.mu.Unlock()
			go func() { _, _ = io.Copy(out, in); _ = out.Close() }()
			go func() { _, _ = io.Copy(in, out); _ = in.Close() }()
		}
	}()
}

func (c *cable) pull() {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.l.Close()
	for _, conn := range c.open {
		_ = conn.Close()
	}
	c.open = nil
}
