package notifications

import (
	"context"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/personaldata"
)

// HeldNotice is a notice as the copy of a person's data tells it.
type HeldNotice struct {
	ApplicationID *string    `json:"application_id,omitempty"`
	Template      string     `json:"template"`
	Channel       string     `json:"channel"`
	Status        Status     `json:"status"`
	CreatedAt     time.Time  `json:"created_at"`
	SentAt        *time.Time `json:"sent_at,omitempty"`
}

// PersonalData tells which notices were sent to a person.
func (s *Service) PersonalData(ctx context.Context, p personaldata.Person) ([]personaldata.Part, error) {
	rows, err := s.store.ofPerson(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	part := personaldata.Part{Name: "notifications", Title: p.Say("Avvisi per e-mail", "Notices by e-mail")}
	states := map[Status]string{
		Queued: p.Say("in partenza", "waiting to leave"), Sent: p.Say("inviato", "sent"),
		Skipped: p.Say("non inviato: manca l’indirizzo o l’e-mail è spenta", "not sent: no address, or e-mail is off"),
		Failed:  p.Say("rifiutato dal server di posta", "refused by the mail server"),
	}
	held := make([]HeldNotice, len(rows))
	for i, n := range rows {
		held[i] = HeldNotice{n.ApplicationID, n.Template, n.Channel, n.Status, n.CreatedAt.UTC(), n.SentAt}
		subject, err := s.subject(ctx, n, p.Language)
		if err != nil {
			return nil, err
		}
		part.Items = append(part.Items, personaldata.Item{Title: p.Instant(n.CreatedAt), Lines: [][2]string{
			{p.Say("Oggetto", "Subject"), subject}, {p.Say("Esito", "Outcome"), states[n.Status]},
		}})
	}
	part.Data = held
	return []personaldata.Part{part}, nil
}

// subject is the title that a notice has, in a language.
func (s *Service) subject(ctx context.Context, n Notification, lang string) (string, error) {
	n.Language = language(lang)
	m, err := s.compose(ctx, n, "")
	return m.Subject, err
}
