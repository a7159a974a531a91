package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Failure is a way in which the simulator can misbehave.
type Failure string

// The failures, by what a relying party sees.
const (
	NoFailure     Failure = ""
	FailDiscovery Failure = "discovery-503"
	FailAuthorize Failure = "authorize-error" // error=server_error instead of the page
	FailToken     Failure = "token-500"
	FailUserinfo  Failure = "userinfo-500"
	WrongNonce    Failure = "wrong-nonce"
	WrongIssuer   Failure = "wrong-issuer"
	WrongAudience Failure = "wrong-audience"
	WrongKey      Failure = "wrong-signature"
	WrongState    Failure = "wrong-state"
	Expired       Failure = "expired"
	LowLevel      Failure = "low-level"
)

// Failures lists them all.
func Failures() []Failure {
	return []Failure{
		FailDiscovery, FailAuthorize, FailToken, FailUserinfo, WrongNonce, WrongIssuer, WrongAudience, WrongKey, WrongState, Expired, LowLevel,
	}
}

// Knobs make the simulator fail or wait.
type Knobs struct {
	Failure Failure
	// Times is how often it fails before it works again; 0 means until changed.
	Times int
	// Delay is how long the token endpoint waits before it answers.
	Delay time.Duration
}

// SetKnobs replaces the knobs.
func (s *Simulator) SetKnobs(k Knobs) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.knobs = k
}

// fails tells whether the failure is due now, and counts it.
func (s *Simulator) fails(f Failure) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.knobs.Failure != f {
		return false
	}
	if s.knobs.Times > 0 {
		if s.knobs.Times--; s.knobs.Times == 0 {
			s.knobs.Failure = NoFailure
		}
	}
	return true
}

// failing answers with the failure of an endpoint when it is due.
func (s *Simulator) failing(w http.ResponseWriter, _ *http.Request, f Failure) bool {
	if !s.fails(f) {
		return false
	}
	status := http.StatusInternalServerError
	if f == FailDiscovery {
		status = http.StatusServiceUnavailable
	}
	writeJSON(w, status, map[string]string{"error": "server_error", "error_description": "failure on demand"})
	return true
}

// wait holds the answer as long as asked, or until the client gives up.
func (s *Simulator) wait(r *http.Request) {
	s.mu.Lock()
	delay := s.knobs.Delay
	s.mu.Unlock()
	select {
	case <-time.After(delay):
	case <-r.Context().Done():
	}
}

func (s *Simulator) showKnobs(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	knobs := s.knobs
	s.mu.Unlock()
	s.page(w, r, http.StatusOK, "knobs", localeOf(r), map[string]any{
		"Knobs": knobs, "Failures": Failures(), "Delay": int(knobs.Delay.Seconds()), "Action": s.options.Issuer + "/knobs",
	})
}

func (s *Simulator) changeKnobs(w http.ResponseWriter, r *http.Request) {
	failure := Failure(r.FormValue("failure"))
	times, errTimes := number(r.FormValue("times"), 1000)
	delay, errDelay := number(r.FormValue("delay_seconds"), 120)
	if errTimes != nil || errDelay != nil || (failure != NoFailure && !slices.Contains(Failures(), failure)) {
		http.Error(w, "unknown failure, or a number out of range", http.StatusBadRequest)
		return
	}
	s.SetKnobs(Knobs{Failure: failure, Times: times, Delay: time.Duration(delay) * time.Second})
	http.Redirect(w, r, s.options.Issuer+"/knobs", http.StatusSeeOther)
}

func number(text string, most int) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err == nil && (n < 0 || n > most) {
		err = strconv.ErrRange
	}
	return n, err
}
