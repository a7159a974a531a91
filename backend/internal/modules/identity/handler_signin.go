package identity

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
)

const (
	signInCookie = "__Host-sportello-sign-in"
	signInPage   = "/accedi"
	jwtBearer    = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	maxForm      = 64 << 10
)

// setCookie writes a cookie that only this host, over TLS, and no script reads.
// Lax lets it travel on the way back from the identity provider.
func setCookie(c *gin.Context, name, value string, maxAge int) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: maxAge, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func cookie(c *gin.Context, name string) string {
	got, err := c.Request.Cookie(name)
	if err != nil {
		return ""
	}
	return got.Value
}

func noStore(c *gin.Context) { c.Header("Cache-Control", "no-store") }

// providers godoc
//
//	@Summary	List the ways to sign in
//	@ID			authProviders
//	@Tags		identity
//	@Produce	json
//	@Success	200	{object}	ProviderListResponse
//	@Router		/auth/providers [get]
func (h *Handler) providers(c *gin.Context) error {
	res := ProviderListResponse{Items: []ProviderResponse{}}
	for _, p := range h.service.Providers() {
		res.Items = append(res.Items, ProviderResponse(p))
	}
	return httpx.JSON(c, http.StatusOK, res)
}

// startSignIn godoc
//
//	@Summary		Begin to sign in
//	@Description	Sends the browser to the identity provider. When that cannot be done the browser goes to the sign-in page, with the reason in the parameter error.
//	@ID				signInStart
//	@Tags			identity
//	@Produce		json
//	@Param			provider	query	string	true	"identity provider"	Enums(spid, cie)
//	@Param			return_to	query	string	false	"page of this site to come back to"
//	@Param			level		query	int		false	"least level of assurance"	minimum(1)	maximum(3)	default(2)
//	@Param			language	query	string	false	"language of the pages"		Enums(it, en)
//	@Success		303
//	@Failure		500	{object}	httpx.Problem
//	@Router			/auth/sign-in [get]
func (h *Handler) startSignIn(c *gin.Context) error {
	noStore(c)
	level, _ := strconv.Atoi(c.Query("level")) // anything else is the usual level
	start := SignInStart{Provider: c.Query("provider"), Level: level, ReturnTo: c.Query("return_to"), Language: c.Query("language")}
	location, browser, err := h.service.StartSignIn(c.Request.Context(), start)
	if err != nil {
		return backToSignIn(c, err, SafePath(start.ReturnTo))
	}
	setCookie(c, signInCookie, browser, int(signInLimit.Seconds()))
	c.Redirect(http.StatusSeeOther, location)
	return nil
}

// finishSignIn godoc
//
//	@Summary		Come back from the identity provider
//	@Description	Opens the session and sends the browser to the page it came from, or to the sign-in page with the reason in the parameter error.
//	@ID				signInFinish
//	@Tags			identity
//	@Produce		json
//	@Param			state	query	string	true	"state of the sign-in"
//	@Param			code	query	string	false	"authorization code"
//	@Param			iss		query	string	false	"issuer"
//	@Param			error	query	string	false	"why the provider refuses"
//	@Success		303
//	@Failure		500	{object}	httpx.Problem
//	@Router			/auth/callback [get]
func (h *Handler) finishSignIn(c *gin.Context) error {
	noStore(c)
	c.Header("Referrer-Policy", "no-referrer")
	token, returnTo, err := h.service.FinishSignIn(c.Request.Context(), SignInAnswer{
		State: c.Query("state"), Code: c.Query("code"), Issuer: c.Query("iss"), Error: c.Query("error"),
		Browser: cookie(c, signInCookie), OldSession: cookie(c, CookieName),
	})
	setCookie(c, signInCookie, "", -1)
	if err != nil {
		return backToSignIn(c, err, returnTo)
	}
	setCookie(c, CookieName, token, 0)
	c.Redirect(http.StatusSeeOther, returnTo)
	return nil
}

// backToSignIn shows a refusal on the sign-in page; faults stay faults.
func backToSignIn(c *gin.Context, err error, returnTo string) error {
	var known *errs.Error
	if !errors.As(err, &known) {
		return err
	}
	slog.WarnContext(c.Request.Context(), "sign-in refused", "code", known.Code, "error", err)
	query := url.Values{"error": {known.Code}, "return_to": {returnTo}}
	c.Redirect(http.StatusSeeOther, signInPage+"?"+query.Encode())
	return nil
}

// readSession godoc
//
//	@Summary	Who is signed in
//	@ID			session
//	@Tags		identity
//	@Produce	json
//	@Success	200	{object}	SessionResponse
//	@Router		/auth/session [get]
func (h *Handler) readSession(c *gin.Context) error { return h.answerSession(c, false) }

// keepSession godoc
//
//	@Summary	Keep the session alive
//	@ID			sessionKeepAlive
//	@Tags		identity
//	@Produce	json
//	@Success	200	{object}	SessionResponse
//	@Failure	401	{object}	httpx.Problem
//	@Router		/auth/session [put]
func (h *Handler) keepSession(c *gin.Context) error {
	if ctx := c.Request.Context(); ActorFrom(ctx).Kind == "" {
		return rejection(ctx)
	}
	return h.answerSession(c, true)
}

func (h *Handler) answerSession(c *gin.Context, keepAlive bool) error {
	noStore(c)
	signed, ok, err := h.service.Current(c.Request.Context(), cookie(c, CookieName), keepAlive)
	if err != nil {
		return err
	}
	if !ok {
		return httpx.JSON(c, http.StatusOK, SessionResponse{})
	}
	return httpx.JSON(c, http.StatusOK, newSessionResponse(signed))
}

// deleteSession godoc
//
//	@Summary	Sign out
//	@ID			signOut
//	@Tags		identity
//	@Produce	json
//	@Success	204
//	@Router		/auth/session [delete]
func (h *Handler) deleteSession(c *gin.Context) error {
	noStore(c)
	_, bearer, _ := strings.Cut(c.GetHeader("Authorization"), " ")
	if err := h.service.SignOut(c.Request.Context(), cookie(c, CookieName), strings.TrimSpace(bearer)); err != nil {
		return err
	}
	setCookie(c, CookieName, "", -1)
	return httpx.NoContent(c)
}

// signInOperator godoc
//
//	@Summary	Sign in as an operator
//	@ID			operatorSignIn
//	@Tags		identity
//	@Accept		json
//	@Produce	json
//	@Param		credentials	body		OperatorSessionRequest	true	"credentials"
//	@Success	200			{object}	SessionResponse
//	@Failure	400			{object}	httpx.Problem
//	@Failure	401			{object}	httpx.Problem
//	@Failure	429			{object}	httpx.Problem
//	@Failure	503			{object}	httpx.Problem
//	@Router		/auth/operator-session [post]
func (h *Handler) signInOperator(c *gin.Context) error {
	noStore(c)
	var req OperatorSessionRequest
	if err := httpx.Bind(c, &req); err != nil {
		return err
	}
	if len(req.Username) > 100 || len(req.Password) > 200 {
		return ErrWrongCredentials
	}
	address, _ := netip.ParseAddr(c.ClientIP()) // an unreadable one counts as one address
	ctx := c.Request.Context()
	token, err := h.service.SignInOperator(ctx, Credentials{
		Username: req.Username, Password: req.Password, OneTimeCode: req.OneTimeCode,
		Address: address, OldSession: cookie(c, CookieName),
	})
	if err != nil {
		return err
	}
	signed, err := h.service.open(ctx, token)
	if err != nil {
		return err
	}
	setCookie(c, CookieName, token, 0)
	return httpx.JSON(c, http.StatusOK, newSessionResponse(signed))
}

// issueToken godoc
//
//	@Summary		Get an access token
//	@Description	Exchanges an identity token of the identity provider for an access token of this API (RFC 7523). Each assertion can be exchanged once.
//	@ID				token
//	@Tags			identity
//	@Accept			x-www-form-urlencoded
//	@Produce		json
//	@Param			grant_type	formData	string	true	"kind of grant"	Enums(urn:ietf:params:oauth:grant-type:jwt-bearer)
//	@Param			assertion	formData	string	true	"identity token"
//	@Param			scope		formData	string	false	"scope"	Enums(citizen)
//	@Success		200			{object}	TokenResponse
//	@Failure		400			{object}	TokenErrorResponse
//	@Failure		503			{object}	httpx.Problem
//	@Router			/auth/tokens [post]
func (h *Handler) issueToken(c *gin.Context) error {
	noStore(c)
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxForm)
	if err := c.Request.ParseForm(); err != nil {
		return refuseToken(c, "invalid_request", "The form cannot be read.")
	}
	form := c.Request.PostForm
	switch {
	case form.Get("grant_type") == "":
		return refuseToken(c, "invalid_request", "grant_type is missing.")
	case form.Get("grant_type") != jwtBearer:
		return refuseToken(c, "unsupported_grant_type", "Use "+jwtBearer+".")
	case form.Get("assertion") == "":
		return refuseToken(c, "invalid_request", "assertion is missing.")
	case form.Get("scope") != "" && form.Get("scope") != TokenScope:
		return refuseToken(c, "invalid_scope", "The only scope is "+TokenScope+".")
	}
	token, err := h.service.ExchangeAssertion(c.Request.Context(), form.Get("assertion"))
	var known *errs.Error
	if errors.As(err, &known) && errors.Is(err, errAssertionInvalid) {
		return refuseToken(c, "invalid_grant", known.Title)
	}
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, TokenResponse{
		AccessToken: token.Token, TokenType: "Bearer", ExpiresIn: int(token.ExpiresIn.Seconds()), Scope: token.Scope,
	})
}

func refuseToken(c *gin.Context, reason, description string) error {
	code := strings.ReplaceAll(reason, "_", "-")
	return httpx.Refuse(c, http.StatusBadRequest, TokenErrorResponse{
		Type: httpx.ProblemType + code, Title: description, Status: http.StatusBadRequest, Code: code,
		Error: reason, Description: description,
	})
}

// listKeys godoc
//
//	@Summary	List the keys that verify access tokens
//	@ID			authKeys
//	@Tags		identity
//	@Produce	json
//	@Success	200	{object}	KeySetResponse
//	@Router		/auth/jwks [get]
func (h *Handler) listKeys(c *gin.Context) error {
	keys, err := h.service.PublicKeys(c.Request.Context())
	if err != nil {
		return err
	}
	res := KeySetResponse{Keys: []KeyResponse{}}
	for _, k := range keys {
		res.Keys = append(res.Keys, KeyResponse{Kty: "EC", Crv: "P-256", Use: "sig", Alg: "ES256", Kid: k.Kid, X: k.X, Y: k.Y})
	}
	c.Header("Cache-Control", "public, max-age=300")
	return httpx.JSON(c, http.StatusOK, res)
}
