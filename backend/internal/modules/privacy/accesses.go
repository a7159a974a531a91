package privacy

import (
	"context"
	"errors"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/modules/applications"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// Author says which sort of author an access has.
type Author string

// The sorts of author. An office answers for its operators: their names are
// not told.
const (
	Self   Author = "self"
	Other  Author = "person"
	Office Author = "office"
	System Author = "system"
)

// Access is one time that somebody looked at or changed the data of a person.
type Access struct {
	ID       string
	At       time.Time
	Kind     Author
	Who      Text
	Action   string
	What     Text
	Purpose  Text
	Case     *applications.Label // nil when the access is about no application
	Document *Document
}

// Document is the file or the document that was opened; without a title when
// it is no more.
type Document struct {
	ID    string
	Title Text
}

// AccessFilter selects a page of the accesses.
type AccessFilter struct {
	ApplicationID string
	Limit         int
	Cursor        string
}

// Accesses lists who looked at or changed the data of a person, newest first,
// and says where the next page starts.
func (s *Service) Accesses(ctx context.Context, personID string, f AccessFilter) ([]Access, string, error) {
	sel := audit.Selection{PersonID: personID, ApplicationID: f.ApplicationID, Limit: f.Limit + 1}
	if f.ApplicationID != "" && !ids.Valid(f.ApplicationID) {
		return nil, "", ErrFilter
	}
	if f.Cursor != "" {
		sel.After = &audit.Mark{}
		if err := httpx.DecodeCursor(f.Cursor, sel.After); err != nil || !ids.Valid(sel.After.ID) {
			return nil, "", httpx.ErrCursor
		}
	}
	acts, err := s.Audit.Concerning(ctx, sel)
	if err != nil {
		return nil, "", err
	}
	next := ""
	if len(acts) > f.Limit {
		acts = acts[:f.Limit]
		last := acts[f.Limit-1]
		next = httpx.EncodeCursor(audit.Mark{At: last.At, ID: last.ID})
	}
	list, err := s.describe(ctx, personID, acts)
	return list, next, err
}

// describe puts acts in words; what they are about is looked up for all of
// them together.
func (s *Service) describe(ctx context.Context, personID string, acts []audit.Act) ([]Access, error) {
	about, err := s.lookUp(ctx, personID, acts)
	if err != nil {
		return nil, err
	}
	list := make([]Access, len(acts))
	for i, act := range acts {
		a := Access{ID: act.ID, At: act.At.UTC(), Action: act.Action, Purpose: purposeOf(act.Action)}
		a.What, _ = ActionText(act.Action)
		if a.Kind, a.Who, err = s.author(ctx, personID, act); err != nil {
			return nil, err
		}
		if act.ApplicationID != nil {
			label, known := about.cases[*act.ApplicationID]
			if !known {
				label = applications.Label{ID: *act.ApplicationID}
			}
			a.Case = &label
		}
		a.Document = about.document(act)
		list[i] = a
	}
	return list, nil
}

// author says who acted: the office that the operator worked for, never the
// operator.
func (s *Service) author(ctx context.Context, personID string, act audit.Act) (Author, Text, error) {
	switch {
	case act.ActorKind == "citizen" && act.ActorID == personID:
		return Self, whoSelf, nil
	case act.ActorKind == "citizen":
		return Other, whoPerson, nil
	case act.ActorKind != "operator":
		return System, whoSystem, nil
	case act.Office == "":
		return Office, whoOffice, nil
	}
	office, err := s.Tenants.Office(ctx, act.Office)
	if errors.Is(err, tenants.ErrUnknownOffice) {
		return Office, whoOffice, nil
	}
	return Office, Text(office.Name), err
}

// subjects are the names of what a page of acts is about.
type subjects struct {
	cases  map[string]applications.Label
	files  map[string]string
	papers map[string]documents.Localized
}

func (s *Service) lookUp(ctx context.Context, personID string, acts []audit.Act) (about subjects, err error) {
	var caseIDs, fileIDs, paperIDs []string
	seen := map[string]bool{}
	add := func(list *[]string, id string) {
		if ids.Valid(id) && !seen[id] {
			seen[id] = true
			*list = append(*list, id)
		}
	}
	for _, act := range acts {
		if act.ApplicationID != nil {
			add(&caseIDs, *act.ApplicationID)
		}
		file, paper := opened(act)
		add(&fileIDs, file)
		add(&paperIDs, paper)
	}
	if about.cases, err = s.Cases.Labels(ctx, personID, caseIDs); err != nil {
		return about, err
	}
	if about.files, err = s.Cases.FileNames(ctx, fileIDs); err != nil {
		return about, err
	}
	about.papers, err = s.Papers.Titles(ctx, paperIDs)
	return about, err
}

// opened reads from the detail of an act which file or document it opened.
func opened(act audit.Act) (file, paper string) {
	var detail struct {
		Attachment string `json:"attachment"`
		Document   string `json:"document"`
	}
	if act.Detail.Into(&detail) != nil {
		return "", ""
	}
	return detail.Attachment, detail.Document
}

func (about subjects) document(act audit.Act) *Document {
	file, paper := opened(act)
	switch {
	case file != "":
		name := about.files[file]
		return &Document{ID: file, Title: Text{IT: name, EN: name}}
	case paper != "":
		return &Document{ID: paper, Title: about.papers[paper]}
	}
	return nil
}
