package app_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/seeds"
)

// process is the real server, which is killed and started again while people
// use it. The platforms and the database outlive it.
type process struct {
	*world
	program, address string
	env              []string
	log              *captured

	mu    sync.Mutex
	cmd   *exec.Cmd
	kills int
	steps int
}

func newProcess(t *testing.T) *process {
	t.Helper()
	p := &process{
		world: &world{t: t, Env: testkit.New(t, testkit.At(time.Now())), clk: clock.System}, log: &captured{},
		program: filepath.Join(t.TempDir(), "server"), address: freePort(t),
	}
	if out, err := exec.Command("go", "build", "-o", p.program, "../../cmd/server").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	p.env = append(os.Environ(),
		"ENVIRONMENT=development", "DATABASE_URL="+p.URL, "HTTP_ADDR="+p.address, "METRICS_ADDR="+freePort(t),
		"PUBLIC_SCHEME=http", "SECRET_KEY="+base64.StdEncoding.EncodeToString(make([]byte, 32)), "STORAGE_URL=file://"+t.TempDir(),
		"IDENTITY_MODE=simulator", "OIDC_ISSUER="+p.provider(), "OIDC_CLIENT_ID=sportello", "OIDC_CLIENT_SECRET=secret",
		"PAGOPA_MODE=simulator", "PAGOPA_BASE_URL="+p.platform(), "PAGOPA_KEY=simulator", "PAGOPA_NOTIFY_SECRET=0123456789abcdef0123",
		"SMTP_MODE=simulator", "SMTP_ADDR="+p.mailServer(), "SMTP_FROM=sportello@example.org", "SEED_WEBSITES=false")
	seed := exec.Command(p.program, "seed")
	seed.Env = p.env
	if out, err := seed.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	p.start()
	t.Cleanup(p.kill)
	return p
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (p *process) start() {
	p.cmd = exec.Command(p.program, "serve")
	p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = p.env, p.log, p.log
	if err := p.cmd.Start(); err != nil {
		p.t.Error(err)
	}
}

// kill ends the server as a power cut does.
func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.cmd.Process.Signal(syscall.SIGKILL)
	_ = p.cmd.Wait()
}

func (p *process) crash() {
	p.kill()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kills++
	p.start()
}

// deadly kills the server some time after a step was sent, or after it was
// answered: in the middle of a transaction, between it and the testkit.Answer, in the
// middle of the jobs that follow.
func (p *process) deadly(step func()) {
	random := rand.N(30 * time.Millisecond) //nolint:gosec // any moment will do
	if p.steps++; p.steps%3 != 0 {
		step()
		time.Sleep(4 * random)
		p.crash()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		time.Sleep(random)
		p.crash()
	}()
	step()
	<-done
}

// insist sends a request until there is an answer that is not of a server
// that comes or goes, as a patient client does: always with the same key.
func (p *process) insist(sign func(*http.Request), method, path string, body []byte, heads ...string) (a testkit.Answer) {
	p.t.Helper()
	if method == http.MethodGet || sign == nil {
		return p.repeat(sign, method, path, body, heads...)
	}
	p.deadly(func() { a = p.repeat(sign, method, path, body, heads...) })
	return a
}

func (p *process) repeat(sign func(*http.Request), method, path string, body []byte, heads ...string) testkit.Answer {
	p.t.Helper()
	key := ids.New()
	for end := time.Now().Add(40 * time.Second); ; {
		r, err := http.NewRequestWithContext(p.t.Context(), method, "http://"+p.address+"/api/v1"+path, bytes.NewReader(body))
		p.ok(err)
		r.Host = here
		r.Header.Set("Idempotency-Key", key)
		for i := 0; i < len(heads); i += 2 {
			r.Header.Set(heads[i], heads[i+1])
		}
		if sign != nil {
			sign(r)
		}
		a, err := p.try(r)
		if err == nil && a.Code < 500 && !strings.Contains(string(a.Raw), "idempotency-key-in-flight") {
			return a
		}
		if time.Now().After(end) {
			p.t.Fatalf("%s %s: %v %s\n%s", method, path, err, a.Raw, p.log)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (p *process) try(r *http.Request) (testkit.Answer, error) {
	res, err := (&http.Client{Timeout: 10 * time.Second}).Do(r)
	if err != nil {
		return testkit.Answer{}, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return testkit.Answer{T: p.t, Code: res.StatusCode, Head: res.Header, Raw: raw}, err
}

func (p *process) json(sign func(*http.Request), method, path string, body any, heads ...string) testkit.Answer {
	p.t.Helper()
	raw, err := json.Marshal(body)
	p.ok(err)
	return p.insist(sign, method, path, raw, append([]string{"Content-Type", "application/json"}, heads...)...)
}

// citizen signs somebody in with a token, as API clients do.
func (p *process) citizen(name string) func(*http.Request) {
	p.t.Helper()
	for {
		a := p.insist(nil, http.MethodPost, "/auth/tokens", p.assertion(name), "Content-Type", "application/x-www-form-urlencoded")
		if a.Code == http.StatusOK { // else the first answer got lost, and an assertion is good once
			token := a.Str("access_token")
			return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
		}
	}
}

func (p *process) operator(name string) func(*http.Request) {
	p.t.Helper()
	code, err := totp.GenerateCode(seeds.TOTPSecret, time.Now())
	p.ok(err)
	a := p.json(nil, http.MethodPost, "/auth/operator-session", map[string]string{
		"username": name, "password": seeds.Password, "one_time_code": code,
	}).Want(http.StatusOK)
	cookies := (&http.Response{Header: a.Head}).Cookies()
	return func(r *http.Request) {
		for _, c := range cookies {
			r.AddCookie(c)
		}
	}
}

// until asks for an application until it is as wanted.
func (p *process) until(sign func(*http.Request), id, what string, fine func(testkit.Answer) bool) testkit.Answer {
	p.t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		a := p.insist(sign, http.MethodGet, "/applications/"+id, nil)
		if a.Code == http.StatusOK && fine(a) {
			return a
		}
		if time.Now().After(end) {
			p.t.Fatalf("after %d kills the application is not %s: %s\n%s", p.kills, what, a.Raw, p.jobs())
		}
	}
}

// jobs lists what is not done, for the message of a failure.
func (p *process) jobs() string {
	rows, err := p.Owner(p.t).Query(p.t.Context(), "SELECT kind || ' ' || state || ' attempt ' || attempt FROM river_job WHERE state <> 'completed'")
	p.ok(err)
	defer rows.Close()
	var out []string
	for rows.Next() {
		var line string
		p.ok(rows.Scan(&line))
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func status(want string) func(testkit.Answer) bool {
	return func(a testkit.Answer) bool { return a.Str("status") == want }
}

func kindsOf(a testkit.Answer) (out []string) {
	for _, d := range a.List("documents") {
		out = append(out, fmt.Sprint(d["kind"]))
	}
	slices.Sort(out)
	return out
}

// TestKilledServerCompletesTheJourneyOnce takes a permit from the first click
// to the outcome while the server is killed again and again.
func TestKilledServerCompletesTheJourneyOnce(t *testing.T) {
	p := newProcess(t)
	citizen, operator := p.citizen("anna"), p.operator("mobilita")
	id := p.apply(citizen)
	p.settle(citizen, id)
	p.until(citizen, id, "registered", status("registered"))
	p.examine(operator, citizen, id)
	app := p.until(citizen, id, "accepted with all its papers", func(a testkit.Answer) bool {
		return a.Str("status") == "accepted" && len(kindsOf(a)) >= 4
	})
	if p.kills < 10 {
		t.Errorf("the server was killed %d times only", p.kills)
	}
	if got, want := kindsOf(app), []string{"integration_receipt", "outcome", "payment_receipt", "receipt"}; !slices.Equal(got, want) {
		t.Errorf("documents = %v, want %v", got, want)
	}
	if got := p.json(citizen, http.MethodGet, "/me/applications", nil).Items(); len(got) != 1 {
		t.Errorf("there are %d applications", len(got))
	}
	if got := p.json(citizen, http.MethodGet, "/me/payments", nil).Items(); len(got) != 1 || got[0]["status"] != "paid" {
		t.Errorf("payments = %v", got)
	}
	p.oneMailOfEach()
	said := 0
	for _, m := range p.insist(citizen, http.MethodGet, "/applications/"+id+"/messages", nil).Items() {
		if m["body"] == "Stiamo leggendo." {
			said++
		}
	}
	if said != 1 {
		t.Errorf("the office said the same thing %d times", said)
	}
	if got := kindsOf(p.insist(citizen, http.MethodGet, "/applications/"+id, nil)); len(got) != 4 {
		t.Errorf("in the end the documents are %v", got)
	}
}

func (p *process) apply(citizen func(*http.Request)) (id string) {
	p.t.Helper()
	draft := p.json(citizen, http.MethodPost, "/applications", map[string]any{"service_id": "ztl-permit"}).OneOf(http.StatusOK, http.StatusCreated)
	id = draft.Str("id")
	data, files, declarations := example(p.t)
	data["period"] = map[string]any{"from": day(1), "to": day(60)}
	for version := draft.Str("version"); ; {
		saved := p.json(citizen, http.MethodPatch, "/applications/"+id, map[string]any{
			"data": data, "step": "summary", "privacy_accepted": true, "declarations": declarations,
		}, "Content-Type", "application/merge-patch+json", "If-Match", `"`+version+`"`).OneOf(http.StatusOK, http.StatusPreconditionFailed)
		if saved.Code == http.StatusOK {
			break
		}
		version = p.insist(citizen, http.MethodGet, "/applications/"+id, nil).Str("version") // saved, and the answer was lost
	}
	for _, key := range files {
		body, contentType := form(p.t, map[string]string{"key": key}, "file.pdf", paper)
		p.insist(citizen, http.MethodPost, "/applications/"+id+"/attachments", body, "Content-Type", contentType).OneOf(http.StatusCreated, http.StatusConflict, http.StatusUnprocessableEntity)
	}
	p.insist(citizen, http.MethodPut, "/applications/"+id+"/submission", nil).Want(http.StatusOK)
	return id
}

func day(n int) string { return time.Now().AddDate(0, 0, n).Format(time.DateOnly) }

// settle pays on the page of the platform as soon as there is one.
func (p *process) settle(citizen func(*http.Request), id string) {
	p.t.Helper()
	payment := p.until(citizen, id, "payable", func(a testkit.Answer) bool {
		state, _ := a.Body()["payment"].(map[string]any)
		return state["status"] == "open" || state["status"] == "in_progress"
	}).Str("payment", "id")
	page := p.json(citizen, http.MethodPost, "/payments/"+payment+"/checkout", map[string]string{"return_path": "/area-personale"}).Want(http.StatusOK)
	_, err := p.bank.Press(page.Str("url"), "pay")
	p.ok(err)
	p.insist(citizen, http.MethodPost, "/payments/"+payment+"/refresh", nil).Want(http.StatusOK)
}

func (p *process) examine(operator, citizen func(*http.Request), id string) {
	p.t.Helper()
	office := "/office/applications/" + id
	p.json(operator, http.MethodPut, office+"/assignment", map[string]any{}).Want(http.StatusOK)
	p.json(operator, http.MethodPost, office+"/messages", map[string]any{"body": "Stiamo leggendo."}).Want(http.StatusCreated)
	p.json(operator, http.MethodPost, office+"/integration-requests", map[string]any{"text": "Serve altro.", "keys": []string{}, "due_days": 10}).Want(http.StatusCreated)
	p.json(citizen, http.MethodPut, "/applications/"+id+"/integration", map[string]any{"text": "Ecco.", "attachment_ids": []string{}}).Want(http.StatusOK)
	p.json(operator, http.MethodPut, office+"/decision", map[string]any{"outcome": "accepted", "reasons": "Tutto in ordine."}).Want(http.StatusOK)
}

// oneMailOfEach waits for the last e-mail and counts them. What the mail server
// took twice, because we died before we knew, has the same Message-ID.
func (p *process) oneMailOfEach() {
	p.t.Helper()
	kinds := []string{
		"C’è un pagamento da fare", "Pagamento ricevuto", "Abbiamo ricevuto la tua richiesta", "è stata protocollata", "ha preso in carico",
		"Nuovo messaggio dall’ufficio", "Servono integrazioni", "Integrazioni ricevute", "Richiesta accolta",
	}
	missing := errors.New("nothing yet")
	for end := time.Now().Add(30 * time.Second); missing != nil && time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		missing = nil
		all := p.mail.Messages("anna.esempio@example.org")
		for _, kind := range kinds {
			n := 0
			for _, m := range all {
				if strings.Contains(m.Subject, kind) {
					n++
				}
			}
			if n > 1 {
				p.t.Fatalf("%d e-mails say %q", n, kind)
			}
			if n == 0 {
				missing = fmt.Errorf("no e-mail says %q", kind)
			}
		}
	}
	if missing != nil {
		p.t.Errorf("%v\n%s", missing, p.jobs())
	}
}
