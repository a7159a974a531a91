// Package simulator plays the national payment platform on the developer's
// machine: debt positions v3, checkout v2 and receipts with the rules of the
// published contracts, a plain page to pay with, and knobs that make it fail
// in the ways the real one can. No money moves and nothing leaves the machine.
package simulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
)

// PSP is the payment provider that every simulated receipt names.
const PSP = "SIMULATORE"

// watermark goes with every receipt of the simulator.
const watermark = "SIMULAZIONE: nessun pagamento è vero"

// Options say how the simulator is reached and whom it tells.
type Options struct {
	PublicURL     string            // address the browser reaches it at, with its path, e.g. http://localhost:8090/pagopa
	StatePath     string            // file that keeps the state; empty is memory only
	NotifyURL     string            // where receipts are brought; empty is nowhere
	NotifyHosts   map[string]string // Host header by creditor tax code, for a creditor with its own host
	NotifyHeader  http.Header       // added to what is brought, for instance a shared secret
	BrokerTaxCode string            // named in what is brought
	StationID     string
	Clock         clock.Clock  // nil is the machine's
	Client        *http.Client // nil is one with a short time limit
}

// Simulator is the platform; it serves its addresses below its own root.
type Simulator struct {
	options Options
	mux     *http.ServeMux
	mu      sync.Mutex
	state   state
	knobs   Knobs
}

// New returns the simulator with the state it had when it stopped.
func New(o Options) (*Simulator, error) {
	if o.Clock == nil {
		o.Clock = clock.System
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: 5 * time.Second}
	}
	o.PublicURL = strings.TrimRight(o.PublicURL, "/")
	s := &Simulator{options: o, mux: http.NewServeMux()}
	if err := s.load(); err != nil {
		return nil, err
	}
	s.routes()
	return s, nil
}

// The roots of the products, as on the platform.
const (
	positionsRoot = "/gpd/debt-positions-service/v3/organizations/{cf}/debtpositions"
	receiptsRoot  = "/gpd/payments-receipts-service/v1/payments/{cf}/receipts"
	cartsRoot     = "/checkout/ec/v2/carts"
)

func (s *Simulator) routes() {
	s.api("POST "+positionsRoot, "create", s.createPosition)
	s.api("GET "+positionsRoot, "list", s.listPositions)
	s.api("GET "+positionsRoot+"/{iupd}", "read", s.readPosition)
	s.api("PUT "+positionsRoot+"/{iupd}", "update", s.updatePosition)
	s.api("DELETE "+positionsRoot+"/{iupd}", "delete", s.deletePosition)
	s.api("POST "+positionsRoot+"/{iupd}/publish", "publish", s.publishPosition)
	s.api("GET "+receiptsRoot, "receipts", s.listReceipts)
	s.api("GET "+receiptsRoot+"/{iuv}", "receipt", s.readReceipt)
	s.api("POST "+cartsRoot, "carts", s.createCart)
	s.mux.HandleFunc("GET /pay/{cart}", s.showCart)
	s.mux.HandleFunc("POST /pay/{cart}", s.payCart)
	s.mux.HandleFunc("GET /bank", s.showBank)
	s.mux.HandleFunc("POST /bank", s.payAtBank)
	s.mux.HandleFunc("GET /knobs", s.showKnobs)
	s.mux.HandleFunc("POST /knobs", s.turnKnobs)
	s.mux.HandleFunc("GET /{$}", s.showHome)
}

// ServeHTTP serves the platform, its pages and its knobs.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Tick()
	s.mux.ServeHTTP(w, r)
}

// Tick does what time brings: payments that were put off. Call Deliver too, to
// bring receipts to the creditor.
func (s *Simulator) Tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.settleLate() {
		s.persist()
	}
}

// answer is what an operation of the platform says.
type answer struct {
	status int
	header http.Header
	body   any // JSON, or []byte already written
	media  string
}

type operation func(r *http.Request) answer

// api hangs an operation of the platform behind the key, the faults asked for
// with the knobs, and the trace header.
func (s *Simulator) api(pattern, op string, run operation) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if id := r.Header.Get("X-Request-Id"); id != "" {
			w.Header().Set("X-Request-Id", id)
		}
		fault := s.faultOf(op)
		time.Sleep(fault.latency)
		switch {
		case fault.answer != nil:
			write(w, *fault.answer)
		case r.Header.Get("Ocp-Apim-Subscription-Key") == "":
			w.WriteHeader(http.StatusUnauthorized)
		default:
			s.mu.Lock()
			out := run(r)
			s.persist()
			s.mu.Unlock()
			if fault.lost {
				panic(http.ErrAbortHandler) // it has acted, and nobody hears of it
			}
			write(w, out)
		}
	})
}

func write(w http.ResponseWriter, a answer) {
	for k, v := range a.header {
		w.Header()[k] = v
	}
	body, raw := a.body.([]byte)
	if !raw && a.body != nil {
		var err error
		if body, err = json.Marshal(a.body); err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		a.media = "application/json"
	}
	if a.media != "" {
		w.Header().Set("Content-Type", a.media)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(body)
}

// problem is ProblemJson of the contracts.
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

func refuse(status int, detail string) answer {
	return answer{status: status, body: problem{Title: http.StatusText(status), Status: status, Detail: detail}}
}
