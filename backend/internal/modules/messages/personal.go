package messages

import (
	"context"

	"github.com/sportello-pa/sportello/backend/internal/foundation/personaldata"
)

// PersonalData tells everything written about the applications of a person.
func (s *Service) PersonalData(ctx context.Context, p personaldata.Person) ([]personaldata.Part, error) {
	rows, err := s.store.everything(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	part := personaldata.Part{Name: "messages", Title: p.Say("Messaggi", "Messages"), Data: responses(rows)}
	from := map[Sender]string{
		Office: p.Say("Il Comune", "The municipality"), Applicant: p.Say("Tu", "You"), System: p.Say("Avviso automatico", "Automatic notice"),
	}
	for _, m := range rows {
		part.Items = append(part.Items, personaldata.Item{Title: p.Instant(m.SentAt) + " · " + from[m.Sender], Lines: [][2]string{
			{p.Say("Oggetto", "Subject"), m.Subject}, {p.Say("Testo", "Text"), m.Body}, {p.Say("Letto il", "Read on"), p.InstantOf(m.ReadAt)},
		}})
	}
	return []personaldata.Part{part}, nil
}
