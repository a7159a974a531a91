// Package notifications tells people that something happened to their
// application. A notice is a row and a job written in the caller's
// transaction; the e-mail leaves later, as often as needed until the mail
// server takes it. Messages carry a title, a number and a link, never a
// personal detail: the rest is in the personal area.
package notifications

import (
	"context"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
)

// People finds where and in which language to write to a person.
type People interface {
	// Contact returns an empty email for a person without an address.
	Contact(ctx context.Context, personID string) (email, language string, err error)
	// Correspondent is who wrote a request for assistance, with an empty email
	// when the request is no more.
	Correspondent(ctx context.Context, requestID string) (Contact, error)
}

// Contact is where and how to write to somebody; Path is the page of the site
// where they read on.
type Contact struct{ Email, Language, Path string }

// Tenants tells in whose name the messages of the context are written.
type Tenants interface {
	Sender(ctx context.Context) (Sender, error)
}

// Sender is the municipality that writes.
type Sender struct {
	Name      string
	PublicURL string // scheme and host of the public site, without a final slash
	Contacts  string // one line for the footer: address, phone
	Demo      bool
}

// Message is one e-mail ready to leave.
type Message struct {
	ID       string // Message-ID without angle brackets
	FromName string
	To       string
	Subject  string
	Text     string
	HTML     string
	Language string
}

// Mailer hands messages to a mail server. It wraps ErrRefused when a repeated
// attempt is useless.
type Mailer interface {
	Send(ctx context.Context, m Message) error
	Mode() string // "real", "simulator" or "off"
}

// Service holds the rules about notices.
type Service struct {
	db      *database.DB
	store   store
	queue   *jobs.Queue
	clock   clock.Clock
	people  People
	tenants Tenants
	mailer  Mailer
}

// New returns the service and registers its delivery job.
func New(db *database.DB, queue *jobs.Queue, clk clock.Clock, people People, tenants Tenants, mailer Mailer) *Service {
	s := &Service{db: db, store: store{db: db}, queue: queue, clock: clk, people: people, tenants: tenants, mailer: mailer}
	jobs.Register(queue, s.deliver)
	return s
}
