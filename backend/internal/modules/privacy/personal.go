package privacy

import (
	"context"
	"fmt"

	"github.com/sportello-pa/sportello/backend/internal/foundation/personaldata"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
)

const (
	actsAtOnce  = 1000
	actsOnPaper = 200
)

// PersonalData tells who looked at or changed the data of a person: all of it
// as data, and the newest on paper, which would otherwise be a book.
func (s *Service) PersonalData(ctx context.Context, p personaldata.Person) ([]personaldata.Part, error) {
	part := personaldata.Part{Name: "accesses", Title: p.Say("Chi ha visto i tuoi dati", "Who has seen your data")}
	told := []AccessResponse{}
	sel := audit.Selection{PersonID: p.ID, Limit: actsAtOnce}
	for {
		acts, err := s.Audit.Concerning(ctx, sel)
		if err != nil {
			return nil, err
		}
		list, err := s.describe(ctx, p.ID, acts)
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			told = append(told, newAccessResponse(a))
			if len(part.Items) < actsOnPaper {
				part.Items = append(part.Items, accessItem(p, a))
			}
		}
		if len(acts) < actsAtOnce {
			break
		}
		last := acts[len(acts)-1]
		sel.After = &audit.Mark{At: last.At, ID: last.ID}
	}
	if len(told) > actsOnPaper {
		part.Note = fmt.Sprintf(p.Say("Qui ci sono le %d operazioni più recenti, tutte sono nel file %s.",
			"Here are the %d most recent operations, all of them are in the file %s."), actsOnPaper, dataName)
	}
	part.Data = told
	return []personaldata.Part{part}, nil
}

func accessItem(p personaldata.Person, a Access) personaldata.Item {
	item := personaldata.Item{Title: p.Instant(a.At) + " · " + a.What.In(p.Language), Lines: [][2]string{
		{p.Say("Chi", "Who"), a.Who.In(p.Language)}, {p.Say("Per", "For"), a.Purpose.In(p.Language)},
	}}
	if a.Case != nil {
		item.Lines = append(item.Lines, [2]string{p.Say("Pratica", "Application"), Text(a.Case.Service).In(p.Language) + " " + a.Case.Number})
	}
	if a.Document != nil {
		item.Lines = append(item.Lines, [2]string{p.Say("Documento", "Document"), a.Document.Title.In(p.Language)})
	}
	return item
}
