package identity

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
)

// Signed is a live session or access token with who it stands for.
type Signed struct {
	Actor         Actor
	Person        *Person
	Operator      *OperatorInfo
	IdleExpiresAt *time.Time
	ExpiresAt     *time.Time
}

// openSession stores a new session and returns its cookie value. The session
// the browser had before ends: a known identifier never gains rights.
func (s *Service) openSession(ctx context.Context, row session, old string) (token string, err error) {
	now := s.Clock.Now()
	token = secrets.RandomToken(32)
	row.ID, row.TokenHash, row.CreatedAt, row.LastSeenAt = ids.New(), secrets.Hash(token), now, now
	if old != "" {
		if err := s.store.deleteSession(ctx, secrets.Hash(old)); err != nil {
			return "", err
		}
	}
	if err := s.store.purge(ctx, now); err != nil {
		return "", err
	}
	return token, s.store.addSession(ctx, &row)
}

// liveSession returns the session of the cookie, if it has not ended.
func (s *Service) liveSession(ctx context.Context, token string) (session, error) {
	row, err := s.store.session(ctx, secrets.Hash(token))
	if err != nil {
		return session{}, err
	}
	if !row.live(s.Clock.Now()) {
		if err := s.store.deleteSession(ctx, row.TokenHash); err != nil {
			return session{}, err
		}
		return session{}, ErrSessionExpired
	}
	return row, nil
}

// actorOfSession says who the cookie stands for and notes that it is in use.
func (s *Service) actorOfSession(ctx context.Context, token string) (Actor, error) {
	row, err := s.liveSession(ctx, token)
	if err != nil {
		return Actor{}, err
	}
	if now := s.Clock.Now(); now.Sub(row.LastSeenAt) >= touchEvery {
		if err := s.store.touchSession(ctx, row.ID, now); err != nil {
			return Actor{}, err
		}
	}
	signed, err := s.signedBy(ctx, row)
	return signed.Actor, err
}

// signedBy loads the subject of the session.
func (s *Service) signedBy(ctx context.Context, row session) (Signed, error) {
	idle, end := row.idleExpiry(), row.expiry()
	signed := Signed{IdleExpiresAt: &idle, ExpiresAt: &end, Actor: Actor{
		Kind: row.Kind, TenantID: row.TenantID, Level: row.Level, Provider: row.Provider, SessionID: row.ID,
	}}
	switch row.Kind {
	case Citizen:
		return s.withPerson(ctx, signed, *row.PersonID)
	case Operator:
		return s.withOperator(ctx, signed, *row.OperatorID)
	}
	return Signed{}, ErrSessionExpired
}

func (s *Service) withPerson(ctx context.Context, signed Signed, id string) (Signed, error) {
	person, err := s.store.person(ctx, id)
	if errors.Is(err, ErrPersonNotFound) {
		return Signed{}, ErrSessionExpired
	}
	signed.Person = &person
	signed.Actor.PersonID, signed.Actor.Name = person.ID, person.FullName()
	return signed, err
}

// withOperator reads roles and offices at each request, so that taking them
// away has effect at once; a disabled operator's session is over.
func (s *Service) withOperator(ctx context.Context, signed Signed, id string) (Signed, error) {
	row, err := s.store.operatorByID(ctx, id)
	if errors.Is(err, ErrOperatorNotFound) {
		return Signed{}, ErrSessionExpired
	}
	info := newOperatorInfo(row)
	signed.Operator = &info
	signed.Actor.OperatorID, signed.Actor.Name = row.ID, row.Name
	signed.Actor.Roles, signed.Actor.Offices = slices.Clone(info.Roles), slices.Clone(info.Offices)
	return signed, err
}

// Current describes how the request of ctx is signed in; ok is false when it
// is not. With keepAlive the session's idle time starts again.
func (s *Service) Current(ctx context.Context, cookie string, keepAlive bool) (signed Signed, ok bool, err error) {
	actor := ActorFrom(ctx)
	switch {
	case actor.Kind == "":
		return Signed{}, false, nil
	case actor.SessionID == "":
		signed, err = s.withPerson(ctx, Signed{Actor: actor}, actor.PersonID)
		return signed, err == nil, err
	}
	row, err := s.liveSession(ctx, cookie)
	if err != nil {
		return Signed{}, false, err
	}
	if keepAlive {
		row.LastSeenAt = s.Clock.Now()
		if err := s.store.touchSession(ctx, row.ID, row.LastSeenAt); err != nil {
			return Signed{}, false, err
		}
	}
	signed, err = s.signedBy(ctx, row)
	return signed, err == nil, err
}

// SignOut ends the session of the cookie and revokes the access token in use.
func (s *Service) SignOut(ctx context.Context, cookie, accessToken string) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if cookie != "" {
			if err := s.store.deleteSession(ctx, secrets.Hash(cookie)); err != nil {
				return err
			}
		}
		if accessToken != "" {
			if err := s.revoke(ctx, accessToken); err != nil {
				return err
			}
		}
		actor := ActorFrom(ctx)
		if actor.Kind == "" {
			return nil
		}
		subject, id := "person", actor.PersonID
		if actor.Kind == Operator {
			subject, id = "operator", actor.OperatorID
		}
		return s.Record(ctx, "signed-out", subject, id, nil)
	})
}

// open describes the session just opened with the cookie value.
func (s *Service) open(ctx context.Context, token string) (Signed, error) {
	row, err := s.liveSession(ctx, token)
	if err != nil {
		return Signed{}, err
	}
	return s.signedBy(ctx, row)
}
