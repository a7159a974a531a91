package feedback

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
)

const (
	maxDetails = 600 // characters, the model's own limit
	maxMessage = 4000
	maxName    = 100
	tokenBytes = 24
)

// Templates of the notices about requests for assistance.
const (
	TemplateReceived = "assistance_received"
	TemplateAnswered = "assistance_answered"
)

// publicRelations is the category of what concerns no service (URP).
const publicRelations = "relazioni-con-il-pubblico"

// Ask takes a request for assistance: the author gets a number and, by e-mail,
// the address where the answer will be.
func (s *Service) Ask(ctx context.Context, r Request, details string, privacy bool) (Request, error) {
	r.GivenName, r.FamilyName, r.Email = strings.TrimSpace(r.GivenName), strings.TrimSpace(r.FamilyName), strings.TrimSpace(r.Email)
	details = strings.TrimSpace(details)
	if wrong := r.faults(details, privacy, s.Category); len(wrong) > 0 {
		return r, ErrAssistance.WithFields(wrong...)
	}
	token := secrets.RandomToken(tokenBytes)
	sealed, err := s.Secrets.Seal([]byte(token))
	if err != nil {
		return r, fmt.Errorf("seal the address of a request: %w", err)
	}
	now := s.Clock.Now().UTC()
	r.ID, r.Status, r.CreatedAt, r.UpdatedAt = ids.New(), Submitted, now, now
	r.TokenHash, r.TokenSealed = secrets.Hash(token), sealed
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		if r.Number, err = s.store.nextNumber(ctx, now.Year()); err != nil {
			return err
		}
		if err := s.store.createRequest(ctx, &r); err != nil {
			return err
		}
		if err := s.store.addMessage(ctx, &Message{ID: ids.New(), RequestID: r.ID, Sender: Citizen, Body: details, SentAt: now}); err != nil {
			return err
		}
		return s.Notices.NotifyCorrespondent(ctx, r.ID, TemplateReceived, map[string]string{"number": r.Number})
	})
	return r, err
}

func (r Request) faults(details string, privacy bool, category func(string) bool) (wrong []errs.Field) {
	add := func(pointer, code string, params map[string]any) {
		wrong = append(wrong, errs.Field{Pointer: pointer, Code: code, Params: params})
	}
	text := func(pointer, value string, longest int) {
		switch n := utf8.RuneCountInString(value); {
		case n == 0:
			add(pointer, "required", nil)
		case n > longest:
			add(pointer, "max_length", map[string]any{"max": longest})
		}
	}
	text("/given_name", r.GivenName, maxName)
	text("/family_name", r.FamilyName, maxName)
	text("/details", details, maxDetails)
	if address, err := mail.ParseAddress(r.Email); r.Email == "" {
		add("/email", "required", nil)
	} else if err != nil || address.Address != r.Email || len(r.Email) > 254 {
		add("/email", "email", nil)
	}
	if r.Category != publicRelations && !category(r.Category) {
		add("/category", "option", nil)
	}
	if r.ServiceID != nil && uuid.Validate(*r.ServiceID) != nil {
		add("/service_id", "option", nil)
	}
	if !privacy {
		add("/privacy_accepted", "required", nil)
	}
	return wrong
}

// ByToken is a request with its messages, for who has the secret address.
func (s *Service) ByToken(ctx context.Context, token string) (Request, error) {
	r, err := s.store.byToken(ctx, secrets.Hash(token))
	if err != nil {
		return r, err
	}
	r.Messages, err = s.store.messages(ctx, r.ID)
	return r, err
}

// Reply adds a message of the author; the office has to answer again.
func (s *Service) Reply(ctx context.Context, token, body string) (Request, error) {
	body = strings.TrimSpace(body)
	if n := utf8.RuneCountInString(body); n == 0 || n > maxMessage {
		return Request{}, messageFault(n)
	}
	err := s.DB.Tx(ctx, func(ctx context.Context) error {
		r, err := s.store.byToken(ctx, secrets.Hash(token))
		if err != nil {
			return err
		}
		return s.write(ctx, r, Message{Sender: Citizen, Body: body}, Submitted)
	})
	if err != nil {
		return Request{}, err
	}
	return s.ByToken(ctx, token)
}

func messageFault(length int) error {
	if length == 0 {
		return ErrAssistance.WithFields(errs.Field{Pointer: "/body", Code: "required"})
	}
	return ErrAssistance.WithFields(errs.Field{Pointer: "/body", Code: "max_length", Params: map[string]any{"max": maxMessage}})
}

func (s *Service) write(ctx context.Context, r Request, m Message, next Status) error {
	locked, err := s.store.lock(ctx, r.ID)
	if err != nil {
		return err
	}
	if locked.Status == Closed {
		return ErrClosed
	}
	now := s.Clock.Now().UTC()
	m.ID, m.RequestID, m.SentAt = ids.New(), r.ID, now
	if err := s.store.addMessage(ctx, &m); err != nil {
		return err
	}
	return s.store.setStatus(ctx, r.ID, next, now)
}

// List is a page of the requests of one state, or of all, the longest waiting
// first among those to be answered and the newest first elsewhere.
func (s *Service) List(ctx context.Context, status Status, limit int, cursor string) ([]Request, string, error) {
	from, err := position(cursor)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.store.list(ctx, status, limit, from)
	if err != nil || len(rows) <= limit {
		return rows, "", err
	}
	last := rows[limit-1]
	return rows[:limit], after{At: last.UpdatedAt, ID: last.ID}.cursor(), nil
}

// Read is a request as the office reads it; the reading is recorded.
func (s *Service) Read(ctx context.Context, id string) (Request, error) {
	r, err := s.store.find(ctx, id)
	if err != nil {
		return r, err
	}
	if r.Messages, err = s.store.messages(ctx, id); err != nil {
		return r, err
	}
	return r, s.record(ctx, "read", id)
}

// Answer writes to the author, who is told by e-mail.
func (s *Service) Answer(ctx context.Context, id, author, body string) (Request, error) {
	body = strings.TrimSpace(body)
	if n := utf8.RuneCountInString(body); n == 0 || n > maxMessage {
		return Request{}, messageFault(n)
	}
	err := s.DB.Tx(ctx, func(ctx context.Context) error {
		r, err := s.store.find(ctx, id)
		if err != nil {
			return err
		}
		if err := s.write(ctx, r, Message{Sender: Office, Author: author, Body: body}, Answered); err != nil {
			return err
		}
		if err := s.record(ctx, "answer", id); err != nil {
			return err
		}
		return s.Notices.NotifyCorrespondent(ctx, id, TemplateAnswered, map[string]string{"number": r.Number})
	})
	if err != nil {
		return Request{}, err
	}
	return s.Read(ctx, id)
}

// Close ends a request; closing it again changes nothing.
func (s *Service) Close(ctx context.Context, id string) (Request, error) {
	err := s.DB.Tx(ctx, func(ctx context.Context) error {
		r, err := s.store.lock(ctx, id)
		if err != nil || r.Status == Closed {
			return err
		}
		if err := s.store.close(ctx, id, s.Clock.Now().UTC()); err != nil {
			return err
		}
		return s.record(ctx, "close", id)
	})
	if err != nil {
		return Request{}, err
	}
	return s.Read(ctx, id)
}

func (s *Service) record(ctx context.Context, what, id string) error {
	return s.Audit.Record(ctx, audit.Entry{Action: "assistance." + what, Subject: "assistance_request", SubjectID: id})
}

// Correspondent is where and in which language to write to the author of a
// request, and the path of the page that only they can open.
func (s *Service) Correspondent(ctx context.Context, requestID string) (email, language, path string, err error) {
	r, err := s.store.find(ctx, requestID)
	if errors.Is(err, ErrNotFound) {
		return "", "it", "", nil // erased meanwhile: nobody to write to
	}
	if err != nil {
		return "", "", "", err
	}
	token, err := s.Secrets.Open(r.TokenSealed)
	return r.Email, r.Language, "/assistenza/" + string(token), err
}

// after is where a page ended.
type after struct {
	At time.Time `json:"t"`
	ID string    `json:"i"`
}

func (a after) cursor() string { return httpx.EncodeCursor(a) }

func position(cursor string) (*after, error) {
	if cursor == "" {
		return nil, nil //nolint:nilnil // no cursor is the first page
	}
	from := &after{}
	if err := httpx.DecodeCursor(cursor, from); err != nil || uuid.Validate(from.ID) != nil {
		return nil, httpx.ErrCursor
	}
	return from, nil
}
