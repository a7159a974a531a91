// Package simulator is a mail server that delivers nothing: it keeps what it
// gets and shows it on a page. It can be told to refuse, to be slow, to be
// down, or to lose its answer after having taken a message.
package simulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

// Options say where the messages are kept.
type Options struct {
	Dir   string      // folder of the messages; empty keeps them in memory only
	Clock clock.Clock // the system's when nil
}

// Mailbox is the server and its page, an http.Handler to be mounted at /mail
// without stripping.
type Mailbox struct {
	options Options
	server  *smtp.Server
	handler http.Handler

	mu       sync.Mutex
	messages []*stored // oldest first
	knobs    Knobs
}

// stored is one message as it was received.
type stored struct {
	ID         string    `json:"id"`
	From       string    `json:"from"`
	To         []string  `json:"to"`
	MessageID  string    `json:"message_id"`
	ReceivedAt time.Time `json:"received_at"`
	// Deliveries counts how often a message with this Message-ID came.
	Deliveries int `json:"deliveries"`
	Raw        []byte
}

const maxMessage = 5 << 20

// New returns a mailbox with the messages that an earlier run kept.
func New(o Options) (*Mailbox, error) {
	if o.Clock == nil {
		o.Clock = clock.System
	}
	m := &Mailbox{options: o, knobs: Knobs{Behaviour: Accept}}
	if err := m.load(); err != nil {
		return nil, fmt.Errorf("mail simulator: %w", err)
	}
	m.server = smtp.NewServer(smtp.BackendFunc(m.newSession))
	m.server.Domain = "simulator.invalid"
	m.server.MaxMessageBytes = maxMessage
	m.server.MaxRecipients = 20
	m.server.ReadTimeout, m.server.WriteTimeout = 30*time.Second, 30*time.Second
	m.server.ErrorLog = log.New(io.Discard, "", 0)
	m.handler = m.routes()
	return m, nil
}

// Serve takes mail on l until Shutdown.
func (m *Mailbox) Serve(l net.Listener) error {
	err := m.server.Serve(switched{l, m})
	if errors.Is(err, net.ErrClosed) || errors.Is(err, smtp.ErrServerClosed) {
		return nil
	}
	return err
}

// Shutdown stops taking mail.
func (m *Mailbox) Shutdown(ctx context.Context) error {
	err := m.server.Shutdown(ctx)
	if errors.Is(err, smtp.ErrServerClosed) {
		return nil
	}
	return err
}

// ServeHTTP shows the mailbox.
func (m *Mailbox) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.handler.ServeHTTP(w, r) }

// switched is a listener that hangs up while the server plays dead.
type switched struct {
	net.Listener
	mailbox *Mailbox
}

// Accept returns the next connection that is not hung up on.
func (s switched) Accept() (net.Conn, error) {
	for {
		c, err := s.Listener.Accept()
		if err != nil || s.mailbox.current().Behaviour != Down {
			return c, err
		}
		_ = c.Close()
	}
}

type session struct {
	mailbox *Mailbox
	conn    *smtp.Conn
	from    string
	to      []string
}

func (m *Mailbox) newSession(c *smtp.Conn) (smtp.Session, error) {
	return &session{mailbox: m, conn: c}, nil
}

// Reset forgets the message under way.
func (s *session) Reset() { s.from, s.to = "", nil }

// Logout ends the conversation.
func (s *session) Logout() error { return nil }

// Mail starts a message.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

// Rcpt takes a recipient, or refuses it when told to.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	k := s.mailbox.current()
	time.Sleep(time.Duration(k.LatencyMS) * time.Millisecond)
	switch k.Behaviour {
	case Refuse:
		s.mailbox.spend()
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox (simulated)"}
	case Temporary:
		s.mailbox.spend()
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Try again later (simulated)"}
	}
	s.to = append(s.to, to)
	return nil
}

// Data keeps the message; it may hang up before saying so.
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := s.mailbox.keep(s.from, s.to, raw); err != nil {
		return err
	}
	if s.mailbox.current().Behaviour == LoseAnswer {
		s.mailbox.spend()
		return s.conn.Conn().Close()
	}
	return nil
}

// keep stores a message, or counts one more delivery of a known one: that is
// how a person's mail program treats two messages with one Message-ID.
func (m *Mailbox) keep(from string, to []string, raw []byte) error {
	header, _ := parse(raw)
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.messages {
		if id := header.get("Message-Id"); id != "" && s.MessageID == id && slices.Equal(s.To, to) {
			s.Deliveries++
			return m.write(s)
		}
	}
	s := &stored{
		ID: ids.New(), From: from, To: slices.Clone(to), MessageID: header.get("Message-Id"),
		ReceivedAt: m.options.Clock.Now().UTC(), Deliveries: 1, Raw: raw,
	}
	m.messages = append(m.messages, s)
	return m.write(s)
}

// list returns the messages for a recipient, newest first; all when to is "".
func (m *Mailbox) list(to string) []stored {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []stored
	for _, s := range slices.Backward(m.messages) {
		if s.matches(to) {
			out = append(out, *s)
		}
	}
	return out
}

func (s *stored) matches(to string) bool {
	to = strings.ToLower(strings.TrimSpace(to))
	return to == "" || slices.ContainsFunc(s.To, func(a string) bool { return strings.Contains(strings.ToLower(a), to) })
}

func (m *Mailbox) find(id string) (stored, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.messages, func(s *stored) bool { return s.ID == id })
	if i < 0 {
		return stored{}, false
	}
	return *m.messages[i], true
}

// remove deletes the messages for a recipient; all when to is "".
func (m *Mailbox) remove(to string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var failed error
	m.messages = slices.DeleteFunc(m.messages, func(s *stored) bool {
		gone := s.matches(to)
		if gone {
			failed = errors.Join(failed, m.unlink(s.ID))
		}
		return gone
	})
	return failed
}

func (m *Mailbox) write(s *stored) error {
	if m.options.Dir == "" {
		return nil
	}
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	name := filepath.Join(m.options.Dir, s.ID+".json")
	if err := os.WriteFile(name+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

func (m *Mailbox) unlink(id string) error {
	if m.options.Dir == "" {
		return nil
	}
	return os.Remove(filepath.Join(m.options.Dir, id+".json"))
}

func (m *Mailbox) load() error {
	if m.options.Dir == "" {
		return nil
	}
	if err := os.MkdirAll(m.options.Dir, 0o700); err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(m.options.Dir, "*.json"))
	if err != nil {
		return err
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var s stored
		if err := json.Unmarshal(b, &s); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
		m.messages = append(m.messages, &s)
	}
	slices.SortFunc(m.messages, func(a, b *stored) int { return strings.Compare(a.ID, b.ID) })
	return nil
}
