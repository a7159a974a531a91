package notifications

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

// deliver asks to send one notification.
type deliver struct {
	NotificationID string `json:"notification_id"`
}

// Kind names the job.
func (deliver) Kind() string { return "notifications.deliver.v1" }

// Notify records the notice and asks for its delivery, in the caller's
// transaction: no transaction, no e-mail.
func (s *Service) Notify(ctx context.Context, notice Notice) error {
	if !known(notice.Template) {
		return ErrTemplate.With(notice.Template)
	}
	params, err := json.Marshal(notice.Params)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context) error {
		sender, err := s.tenants.Sender(ctx)
		if err != nil {
			return fmt.Errorf("sender of %s: %w", notice.Template, err)
		}
		id := ids.New()
		n := Notification{
			ID: id, PersonID: optional(notice.PersonID), CorrespondentID: optional(notice.CorrespondentID),
			ApplicationID: optional(notice.ApplicationID), Template: notice.Template, Params: database.JSON(params),
			Channel: "email", Status: Queued, MessageID: messageID(id, sender), PlatformMode: s.mailer.Mode(),
			CreatedAt: s.now(),
		}
		if err := s.store.insert(ctx, &n); err != nil {
			return err
		}
		return s.queue.Enqueue(ctx, deliver{NotificationID: id})
	})
}

// optional is nil for what was not given.
func optional(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}

// ForApplication lists what was sent about an application, oldest first.
func (s *Service) ForApplication(ctx context.Context, applicationID string) ([]Notification, error) {
	return s.store.list(ctx, applicationID)
}

// messageID is the same at each attempt, so that a message sent twice after a
// lost answer is recognised as one.
func messageID(id string, sender Sender) string {
	host := "localhost"
	if u, err := url.Parse(sender.PublicURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return id + "@" + host
}

// deliver sends one notification. The queue repeats it while the mail server
// does not answer; what cannot heal is written down and not tried again.
func (s *Service) deliver(ctx context.Context, job deliver) error {
	n, ok, err := s.store.find(ctx, job.NotificationID)
	if err != nil || !ok || n.Status != Queued {
		return err
	}
	n.PlatformMode = s.mailer.Mode()
	if n.PlatformMode == "off" {
		return s.skip(ctx, n, "e-mail is switched off")
	}
	to, err := s.contact(ctx, n)
	if err != nil {
		return fmt.Errorf("contact for %s: %w", n.ID, err)
	}
	n.Language = language(to.Language)
	if to.Email == "" {
		return s.skip(ctx, n, "no e-mail address")
	}
	message, err := s.compose(ctx, n, to.Path)
	if err != nil {
		return err
	}
	message.To = to.Email
	n.Attempts++
	return s.record(ctx, n, s.mailer.Send(ctx, message))
}

// contact finds where to write, in which language, and the page to look at.
func (s *Service) contact(ctx context.Context, n Notification) (Contact, error) {
	if n.CorrespondentID != nil {
		return s.people.Correspondent(ctx, *n.CorrespondentID)
	}
	email, lang, err := s.people.Contact(ctx, *n.PersonID)
	to := Contact{Email: email, Language: lang, Path: "/area-personale"}
	if page := pages[n.Template]; page != "" {
		to.Path = page
	} else if n.ApplicationID != nil {
		to.Path += "/pratiche/" + *n.ApplicationID
	}
	return to, err
}

func (s *Service) record(ctx context.Context, n Notification, sent error) error {
	now := s.now()
	switch {
	case sent == nil:
		n.Status, n.SentAt, n.Detail = Sent, &now, ""
	case errors.Is(sent, ErrRefused):
		n.Status, n.Detail = Failed, "refused by the mail server"
	default:
		n.Detail = "the mail server did not take it yet"
	}
	if err := s.store.settle(ctx, n); err != nil {
		return err
	}
	if n.Status == Queued {
		return fmt.Errorf("send %s: %w", n.ID, sent)
	}
	return nil
}

func (s *Service) skip(ctx context.Context, n Notification, why string) error {
	n.Status, n.Detail = Skipped, why
	return s.store.settle(ctx, n)
}

func (s *Service) compose(ctx context.Context, n Notification, path string) (Message, error) {
	sender, err := s.tenants.Sender(ctx)
	if err != nil {
		return Message{}, fmt.Errorf("sender of %s: %w", n.ID, err)
	}
	var params map[string]string
	if err := json.Unmarshal(n.Params, &params); err != nil {
		return Message{}, fmt.Errorf("params of %s: %w", n.ID, err)
	}
	m, err := render(n.Template, n.Language, params, path, sender, n.PlatformMode == "simulator")
	if err != nil {
		return Message{}, fmt.Errorf("render %s: %w", n.Template, err)
	}
	m.ID, m.FromName, m.Language = n.MessageID, sender.Name, n.Language
	return m, nil
}

func (s *Service) now() time.Time { return s.clock.Now().UTC().Truncate(time.Microsecond) }

func language(lang string) string {
	if lang == "en" {
		return "en"
	}
	return "it"
}
