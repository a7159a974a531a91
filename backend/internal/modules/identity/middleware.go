package identity

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
)

// CookieName is the cookie of the session, for citizens and operators alike.
const CookieName = "__Host-sportello"

type rejectionKey struct{}

// Authenticate finds out who sends the request, from its access token or its
// cookie, and puts the Actor in the context. It refuses nobody: the Require
// middlewares do.
func (s *Service) Authenticate() gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx := c.Request.Context()
		actor, err := s.identify(ctx, c.Request)
		switch {
		case err == nil && actor.Kind == "":
			c.Next()
			return
		case err == nil:
			ctx = WithActor(ctx, actor)
		case errors.Is(err, ErrSessionExpired), errors.Is(err, ErrSignInRequired):
			ctx = context.WithValue(ctx, rejectionKey{}, err)
		case err != nil:
			httpx.Abort(c, err)
			return
		}
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}

func (s *Service) identify(ctx context.Context, r *http.Request) (Actor, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return Actor{}, ErrSignInRequired
		}
		return s.actorOfToken(ctx, strings.TrimSpace(token))
	}
	cookie, err := r.Cookie(CookieName)
	if err != nil || cookie.Value == "" {
		return Actor{}, nil
	}
	return s.actorOfSession(ctx, cookie.Value)
}

// RequireCitizen lets only signed-in citizens through.
func RequireCitizen() gin.HandlerFunc {
	return require(func(a Actor) bool { return a.Kind == Citizen })
}

// RequireOperator lets only signed-in operators through.
func RequireOperator() gin.HandlerFunc {
	return require(func(a Actor) bool { return a.Kind == Operator })
}

// RequireAdmin lets only operators with the administrator's role through.
func RequireAdmin() gin.HandlerFunc {
	return require(func(a Actor) bool { return a.Kind == Operator && a.HasRole(RoleAdmin) })
}

// RequireRole lets only operators with the role, or the administrator's, through.
func RequireRole(role string) gin.HandlerFunc {
	return require(func(a Actor) bool { return a.Kind == Operator && (a.HasRole(role) || a.HasRole(RoleAdmin)) })
}

// RequireLevel lets through citizens whose identity has at least the level.
func RequireLevel(level int) gin.HandlerFunc {
	return func(c *gin.Context) {
		if a := ActorFrom(c.Request.Context()); a.Kind == Citizen && a.Level < level {
			httpx.Abort(c, ErrLevelTooLow)
			return
		}
		c.Next()
	}
}

func require(allowed func(Actor) bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx := c.Request.Context()
		actor := ActorFrom(ctx)
		switch {
		case actor.Kind == "":
			c.Header("WWW-Authenticate", "Bearer")
			httpx.Abort(c, rejection(ctx))
		case !allowed(actor):
			httpx.Abort(c, ErrForbidden)
		default:
			c.Next()
		}
	}
}

func rejection(ctx context.Context) error {
	if err, ok := ctx.Value(rejectionKey{}).(error); ok {
		return err
	}
	return ErrSignInRequired
}

// PersonID is the id of the citizen who sends the request.
func PersonID(c *gin.Context) string { return ActorFrom(c.Request.Context()).PersonID }
