package identity

import (
	"context"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/personaldata"
)

// HeldSession is an open session as the copy of a person's data tells it.
type HeldSession struct {
	Provider   string    `json:"provider"`
	Level      int       `json:"level"`
	CreatedAt  time.Time `json:"created_at"`
	LastSeenAt time.Time `json:"last_seen_at"`
}

// HeldProfile is what is known of a person, with when that was.
type HeldProfile struct {
	ProfileResponse
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// PersonalData tells what is known of a person, and the open sessions.
func (s *Service) PersonalData(ctx context.Context, p personaldata.Person) ([]personaldata.Part, error) {
	person, err := s.store.person(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	rows, err := s.store.sessionsOf(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	profile := personaldata.Part{
		Name: "profile", Title: p.Say("Profilo", "Profile"),
		Data:  HeldProfile{newProfileResponse(person), person.CreatedAt.UTC(), person.UpdatedAt.UTC()},
		Items: []personaldata.Item{{Lines: profileLines(p, person)}},
	}
	sessions := personaldata.Part{Name: "sessions", Title: p.Say("Accessi aperti", "Open sessions")}
	held := make([]HeldSession, len(rows))
	for i, r := range rows {
		held[i] = HeldSession{r.Provider, r.Level, r.CreatedAt.UTC(), r.LastSeenAt.UTC()}
		sessions.Items = append(sessions.Items, personaldata.Item{Title: p.Instant(r.CreatedAt), Lines: [][2]string{
			{p.Say("Identità digitale", "Digital identity"), r.Provider},
			{p.Say("Ultima attività", "Last activity"), p.Instant(r.LastSeenAt)},
		}})
	}
	sessions.Data = held
	return []personaldata.Part{profile, sessions}, nil
}

func profileLines(p personaldata.Person, person Person) [][2]string {
	lines := [][2]string{
		{p.Say("Nome", "Given name"), person.GivenName}, {p.Say("Cognome", "Family name"), person.FamilyName},
		{p.Say("Codice fiscale", "Tax code"), person.TaxCode}, {p.Say("Data di nascita", "Date of birth"), person.BirthDate},
		{p.Say("Luogo di nascita", "Place of birth"), person.BirthPlace}, {p.Say("Sesso", "Gender"), person.Gender},
		{p.Say("E-mail", "E-mail"), person.Email}, {p.Say("Telefono", "Phone"), person.Phone},
		{p.Say("Lingua", "Language"), person.Language},
	}
	if a := person.Address; a != nil {
		address := a.Street + " " + a.Number + ", " + a.PostalCode + " " + a.Municipality + " (" + a.Province + ")"
		lines = append(lines, [2]string{p.Say("Indirizzo", "Address"), address})
	}
	return append(lines, [2]string{p.Say("Conosciuto dal", "Known since"), p.Instant(person.CreatedAt)})
}
