package payments

import (
	"crypto/subtle"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"
)

// NoticeSecretHeader carries the secret shared with the gateway in front of us.
const NoticeSecretHeader = "Sportello-Notice-Secret"

// maxNotice is more than the longest receipt with its attachments.
const maxNotice = 1 << 20

// NoticeOptions say how receipts brought by the platform are received. Without
// a secret and without client certificates nobody can be recognised, and the
// address does not exist.
type NoticeOptions struct {
	Codec                    NoticeCodec
	Secret                   string
	RequireClientCertificate bool // the connection itself is authenticated by mutual TLS
}

func (o NoticeOptions) enabled() bool {
	return o.Codec != nil && (o.Secret != "" || o.RequireClientCertificate)
}

func (o NoticeOptions) recognises(r *http.Request) bool {
	if o.RequireClientCertificate && (r.TLS == nil || len(r.TLS.VerifiedChains) == 0) {
		return false
	}
	given := []byte(r.Header.Get(NoticeSecretHeader))
	return o.Secret == "" || subtle.ConstantTimeCompare(given, []byte(o.Secret)) == 1
}

// receive godoc
//
//	@Summary	Receive a payment receipt
//	@Description	Where the payment platform brings the receipt of a payment, in the synchronous model. The body is a SOAP envelope with a paSendRTV2 request; so is the answer, good or bad. Off by default.
//	@ID			receivePaymentReceipt
//	@Tags		platforms
//	@Accept		xml
//	@Produce	xml
//	@Success	200	{string}	string	"SOAP envelope with outcome OK or KO"
//	@Failure	401	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Router		/platforms/pagopa/receipts [post]
func (h *Handler) receive(c *gin.Context) error {
	if !h.notices.enabled() {
		return ErrNoticeOff
	}
	if !h.notices.recognises(c.Request) {
		return ErrNoticeKey
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxNotice))
	if err != nil {
		return h.answer(c, "", ErrNoticeSyntax)
	}
	n, err := h.notices.Codec.Read(body)
	if err == nil {
		err = h.service.ReceiveNotice(c.Request.Context(), n)
	}
	return h.answer(c, n.CreditorTaxCode, err)
}

// answer writes the outcome. A trouble of ours is told as such, so that the
// platform brings the receipt again.
func (h *Handler) answer(c *gin.Context, creditor string, err error) error {
	if err != nil {
		level := slog.LevelWarn
		if !refusal(err) {
			level = slog.LevelError
		}
		slog.Log(c.Request.Context(), level, "payment notice not taken", "error", err.Error())
	}
	c.Data(http.StatusOK, "text/xml; charset=utf-8", h.notices.Codec.Answer(creditor, err))
	return nil
}

func refusal(err error) bool {
	for _, e := range []error{ErrNoticeSyntax, ErrNoticeCreditor, ErrNoticeBroker, ErrNoticeStation, ErrNoticeUnknown} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
