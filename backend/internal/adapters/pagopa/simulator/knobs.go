package simulator

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Knobs are the troubles that the simulator makes on demand.
type Knobs struct {
	LatencyMS      int   `json:"latency_ms"`      // before every answer
	FailNext       *Fail `json:"fail_next"`       // refuse the next calls
	LostAnswer     int   `json:"lost_answer"`     // act on this many writes and drop the connection
	RepeatReceipts int   `json:"repeat_receipts"` // more copies of every receipt brought
	Reorder        bool  `json:"reorder"`         // bring the last receipt first
	ReceiptDelay   int   `json:"receipt_delay"`   // seconds between a payment and its receipt
	WrongAmount    int64 `json:"wrong_amount"`    // cents of the next payment, whatever is due
	Down           bool  `json:"down"`            // answer 503 to everything
	KeyRefused     bool  `json:"key_refused"`     // answer 401 to everything
}

// Fail is an answer to give instead of acting.
type Fail struct {
	Op         string `json:"op"` // create, read, list, update, delete, publish, receipt, receipts, carts; empty is any
	Status     int    `json:"status"`
	Times      int    `json:"times"`
	RetryAfter int    `json:"retry_after"` // seconds, for 429 and 503
}

type fault struct {
	latency time.Duration
	answer  *answer
	lost    bool
}

// writes are the operations whose answer can be lost.
var writes = map[string]bool{"create": true, "update": true, "delete": true, "publish": true, "carts": true}

// faultOf takes from the knobs what happens to the next call of op.
func (s *Simulator) faultOf(op string) fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := fault{latency: time.Duration(s.knobs.LatencyMS) * time.Millisecond}
	switch next := s.knobs.FailNext; {
	case s.knobs.Down:
		f.answer = &answer{status: http.StatusServiceUnavailable}
	case s.knobs.KeyRefused:
		f.answer = &answer{status: http.StatusUnauthorized}
	case next != nil && next.Times > 0 && (next.Op == "" || next.Op == op):
		next.Times--
		f.answer = next.answer()
	case s.knobs.LostAnswer > 0 && writes[op]:
		s.knobs.LostAnswer--
		f.lost = true
	}
	return f
}

func (f *Fail) answer() *answer {
	a := refuse(f.Status, "asked for with the knobs")
	if f.RetryAfter > 0 {
		a.header = http.Header{"Retry-After": {strconv.Itoa(f.RetryAfter)}}
	}
	return &a
}

// Turn sets all the knobs.
func (s *Simulator) Turn(k Knobs) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.knobs = k
}

// Knobs returns the knobs as they stand.
func (s *Simulator) Knobs() Knobs {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.knobs
	if k.FailNext != nil {
		next := *k.FailNext
		k.FailNext = &next
	}
	return k
}

func (s *Simulator) showKnobs(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		write(w, answer{status: http.StatusOK, body: s.Knobs()})
		return
	}
	render(w, r, http.StatusOK, "knobs", s.Knobs())
}

// turnKnobs takes JSON, which changes only the knobs it names, or the form of
// the page, which sets them all.
func (s *Simulator) turnKnobs(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		s.Turn(formKnobs(r))
		render(w, r, http.StatusOK, "knobs", s.Knobs())
		return
	}
	k := s.Knobs()
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&k); err != nil {
		write(w, refuse(http.StatusBadRequest, err.Error()))
		return
	}
	s.Turn(k)
	write(w, answer{status: http.StatusOK, body: k})
}

func formKnobs(r *http.Request) Knobs {
	n := func(name string) int { v, _ := strconv.Atoi(r.FormValue(name)); return max(0, v) }
	k := Knobs{
		LatencyMS: n("latency_ms"), LostAnswer: n("lost_answer"), RepeatReceipts: n("repeat_receipts"),
		ReceiptDelay: n("receipt_delay"), WrongAmount: int64(n("wrong_amount")),
		Reorder: r.FormValue("reorder") != "", Down: r.FormValue("down") != "", KeyRefused: r.FormValue("key_refused") != "",
	}
	if times := n("fail_times"); times > 0 {
		k.FailNext = &Fail{Op: r.FormValue("fail_op"), Status: max(400, n("fail_status")), Times: times, RetryAfter: n("fail_retry_after")}
	}
	return k
}
