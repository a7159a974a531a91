package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// state is all that the platform remembers.
type state struct {
	Positions []*position      `json:"positions"`
	Receipts  []*receipt       `json:"receipts"`
	Carts     map[string]*cart `json:"carts"`
	Late      []latePayment    `json:"late"`
	Outbox    []*delivery      `json:"outbox"`
}

// latePayment is a payment put off.
type latePayment struct {
	Org string    `json:"org"`
	NAV string    `json:"nav"`
	At  time.Time `json:"at"`
}

func (s *Simulator) load() error {
	s.state = state{Carts: map[string]*cart{}}
	if s.options.StatePath == "" {
		return nil
	}
	b, err := os.ReadFile(s.options.StatePath)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("pagopa simulator: %w", err)
	}
	if err := json.Unmarshal(b, &s.state); err != nil {
		return fmt.Errorf("pagopa simulator: %s: %w", s.options.StatePath, err)
	}
	if s.state.Carts == nil {
		s.state.Carts = map[string]*cart{}
	}
	return nil
}

// persist writes the state whole, in one step. The caller holds the lock.
func (s *Simulator) persist() {
	if s.options.StatePath == "" {
		return
	}
	if err := s.writeState(); err != nil {
		slog.Warn("pagopa simulator state not kept", "error", err.Error())
	}
}

func (s *Simulator) writeState() error {
	b, err := json.Marshal(s.state)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(s.options.StatePath), 0o755); err != nil {
		return err
	}
	temporary := s.options.StatePath + ".new"
	if err := os.WriteFile(temporary, b, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, s.options.StatePath)
}

func (s *Simulator) byIUPD(org, iupd string) *position {
	for _, p := range s.state.Positions {
		if p.Org == org && p.IUPD == iupd {
			return p
		}
	}
	return nil
}

// byNAV finds a position by its notice number; an empty org is any creditor.
func (s *Simulator) byNAV(org, nav string) (*position, *installment) {
	for _, p := range s.state.Positions {
		if org != "" && p.Org != org {
			continue
		}
		for i := range p.Options {
			for j := range p.Options[i].Installments {
				if in := &p.Options[i].Installments[j]; in.NAV == nav {
					return p, in
				}
			}
		}
	}
	return nil, nil
}
