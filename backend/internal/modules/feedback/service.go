// Package feedback keeps what people think of the pages and of the services,
// without knowing who they are, and the help they ask the offices for.
package feedback

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
)

// maxComment is the length of a comment, in characters: the model's own limit.
const maxComment = 200

// Answers are the fixed answers of each side, in the model's order: one to
// three stars are asked about difficulties, four and five about what was liked.
var (
	negative = []string{"negative_1", "negative_2", "negative_3", "negative_4", "negative_other"}
	positive = []string{"positive_1", "positive_2", "positive_3", "positive_4", "positive_other"}
)

// Notifier tells the author of a request for assistance what happened to it.
type Notifier interface {
	NotifyCorrespondent(ctx context.Context, requestID, template string, params map[string]string) error
}

// Tenants lists the municipalities, for work that visits each.
type Tenants interface {
	IDs(ctx context.Context) ([]string, error)
}

// Deps are what the service stands on.
type Deps struct {
	DB      *database.DB
	Queue   *jobs.Queue
	Clock   clock.Clock
	Secrets *secrets.Box
	Audit   *audit.Service
	Tenants Tenants
	Notices Notifier
	// Category reports whether a code is a category of services.
	Category func(code string) bool
}

// Service holds the rules about ratings and requests for assistance.
type Service struct {
	Deps
	store store
}

// New returns the service and registers its jobs.
func New(d Deps) *Service {
	s := &Service{Deps: d, store: store{db: d.DB}}
	s.registerJobs()
	return s
}

// Rate keeps an opinion. Stars go from 1 to 5; answers belong to the side that
// the stars choose; a comment has at most 200 characters.
func (s *Service) Rate(ctx context.Context, r Rating) error {
	r.Comment = strings.TrimSpace(r.Comment)
	if wrong := r.faults(); len(wrong) > 0 {
		return ErrRating.WithFields(wrong...)
	}
	if r.Answers == nil {
		r.Answers = []string{}
	}
	r.ID, r.CreatedAt = ids.New(), s.Clock.Now().UTC()
	return s.store.createRating(ctx, &r)
}

// pagePath is a path of the site: no host, no query, no spaces.
var pagePath = regexp.MustCompile(`^/[\p{L}\p{N}\-._~/%]*$`)

func (r Rating) faults() (wrong []errs.Field) {
	add := func(pointer, code string, params map[string]any) {
		wrong = append(wrong, errs.Field{Pointer: pointer, Code: code, Params: params})
	}
	if r.Scope != OfPage && r.Scope != OfService {
		add("/scope", "option", nil)
	}
	if len(r.Path) > 500 || !pagePath.MatchString(r.Path) {
		add("/path", "format", nil)
	}
	if r.Stars < 1 || r.Stars > 5 {
		add("/stars", "range", map[string]any{"min": 1, "max": 5})
	}
	side := negative
	if r.Stars >= 4 {
		side = positive
	}
	for i, answer := range r.Answers {
		if !slices.Contains(side, answer) || slices.Contains(r.Answers[:i], answer) {
			add("/answers", "option", nil)
			break
		}
	}
	if utf8.RuneCountInString(r.Comment) > maxComment {
		add("/comment", "max_length", map[string]any{"max": maxComment})
	}
	return wrong
}

// Statistics sums up the opinions about pages or services.
func (s *Service) Statistics(ctx context.Context, q StatisticsQuery) (Statistics, error) {
	return s.store.statistics(ctx, q)
}

// Comments lists what people wrote, newest first, and the cursor of the next page.
func (s *Service) Comments(ctx context.Context, path string, limit int, cursor string) ([]Rating, string, error) {
	from, err := position(cursor)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.store.comments(ctx, path, limit, from)
	if err != nil || len(rows) <= limit {
		return rows, "", err
	}
	last := rows[limit-1]
	return rows[:limit], after{At: last.CreatedAt, ID: last.ID}.cursor(), nil
}
