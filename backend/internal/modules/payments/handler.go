package payments

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// Handler serves the payments of a person.
type Handler struct {
	service    *Service
	repeatable gin.HandlerFunc
	notices    NoticeOptions
}

// NewHandler returns the handler; repeatable is the guard of requests that
// carry a key and call the platform.
func NewHandler(s *Service, repeatable gin.HandlerFunc, notices NoticeOptions) *Handler {
	return &Handler{service: s, repeatable: repeatable, notices: notices}
}

// Routes hangs the addresses of this module.
func (h *Handler) Routes(r httpx.Router) {
	r.Citizen.GET("/me/payments", httpx.Handle(h.list))
	r.Citizen.GET("/payments/:id", httpx.Handle(h.get))
	r.Citizen.POST("/payments/:id/checkout", h.repeatable, httpx.Handle(h.checkout))
	r.Citizen.POST("/payments/:id/refresh", httpx.Handle(h.refresh))
	r.Public.POST("/platforms/pagopa/receipts", httpx.Handle(h.receive))
}

// LocalizedText is a text in Italian and in English.
type LocalizedText struct {
	IT string `json:"it" example:"Permesso di accesso alla zona a traffico limitato"`
	EN string `json:"en" example:"Permit for the limited traffic zone"`
} //	@name	Localized

// PaymentResponse is what a person sees of a payment.
type PaymentResponse struct {
	ID                string        `json:"id" format:"uuid" binding:"required"`
	ApplicationID     string        `json:"application_id,omitempty" format:"uuid"`
	Reason            LocalizedText `json:"reason" binding:"required"`
	AmountCents       int64         `json:"amount_cents" format:"int64" example:"2600" binding:"required"`
	Status            Status        `json:"status" enums:"requested,open,in_progress,paid,failed,cancelled,mismatch" binding:"required"`
	NoticeNumber      string        `json:"notice_number,omitempty" example:"399000000000000105"`
	IUV               string        `json:"iuv,omitempty" example:"99000000000000105"`
	DueDate           string        `json:"due_date,omitempty" format:"date" example:"2026-12-31"`
	PaidAt            *time.Time    `json:"paid_at,omitempty" format:"date-time"`
	PSP               string        `json:"psp,omitempty"`
	ReceiptID         string        `json:"receipt_id,omitempty"`
	ReceiptDocumentID *string       `json:"receipt_document_id,omitempty" format:"uuid"`
} //	@name	Payment

// PaymentPageResponse is one page of payments.
type PaymentPageResponse struct {
	Items      []PaymentResponse `json:"items" binding:"required"`
	NextCursor string            `json:"next_cursor,omitempty"`
} //	@name	PaymentPage

// CheckoutRequest says where the payment page sends the person back to.
type CheckoutRequest struct {
	ReturnPath string `json:"return_path" example:"/area-personale/pagamenti/0198f0c2-7d3a-7000-8000-000000000001" binding:"required"`
} //	@name	CheckoutRequest

// CheckoutResponse is the address of the payment page; it is short-lived.
type CheckoutResponse struct {
	URL string `json:"url" format:"uri" binding:"required"`
} //	@name	Checkout

// NewPaymentResponse shows a payment; the applications show theirs with it.
func NewPaymentResponse(p Payment) PaymentResponse {
	out := PaymentResponse{
		ID: p.ID, Reason: LocalizedText(p.Reason()), AmountCents: p.AmountCents + p.NotificationFeeCents, Status: p.Status,
		PaidAt: p.PaidAt, PSP: p.PSP, ReceiptDocumentID: p.ReceiptDocumentID,
		DueDate: p.DueDate.In(clock.Rome).Format(time.DateOnly),
	}
	if p.SubjectKind == "application" {
		out.ApplicationID = p.SubjectID
	}
	if p.Status != Requested && p.Status != Failed {
		out.NoticeNumber, out.IUV = p.NAV, p.IUV
	}
	if p.PaidAt != nil {
		out.ReceiptID = toldReceipt(p.ReceiptID)
	}
	return out
}

// get godoc
//
//	@Summary	Read a payment
//	@Description	Returns one payment of the signed-in person. It does not ask the platform.
//	@ID			payment
//	@Tags		payments
//	@Produce	json
//	@Security	BearerAuth
//	@Param		id	path		string	true	"payment id"
//	@Success	200	{object}	PaymentResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Router		/payments/{id} [get]
func (h *Handler) get(c *gin.Context) error {
	p, err := h.service.Own(c.Request.Context(), c.Param("id"), personID(c))
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, NewPaymentResponse(p))
}

// list godoc
//
//	@Summary	List the person's payments
//	@Description	Returns the payments of the signed-in person, newest first.
//	@ID			personPayments
//	@Tags		payments
//	@Produce	json
//	@Security	BearerAuth
//	@Param		limit	query		int		false	"items of a page"
//	@Param		cursor	query		string	false	"where the page starts"
//	@Success	200		{object}	PaymentPageResponse
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Router		/me/payments [get]
func (h *Handler) list(c *gin.Context) error {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	list, next, err := h.service.PersonPage(c.Request.Context(), personID(c), cursor, limit)
	if err != nil {
		return err
	}
	out := PaymentPageResponse{Items: make([]PaymentResponse, 0, len(list))}
	for _, p := range list {
		out.Items = append(out.Items, NewPaymentResponse(p))
	}
	if next != nil {
		out.NextCursor = httpx.EncodeCursor(next)
	}
	return httpx.JSON(c, http.StatusOK, out)
}

// checkout godoc
//
//	@Summary	Go to the payment page
//	@Description	Returns the address of the page of the payment platform where this payment is made now. The address is short-lived: ask again for a new visit. What the return page says proves nothing: refresh the payment.
//	@ID			checkoutPayment
//	@Tags		payments
//	@Accept		json
//	@Produce	json
//	@Security	BearerAuth
//	@Param		id				path		string			true	"payment id"
//	@Param		Idempotency-Key	header		string			true	"a new UUID for each visit"
//	@Param		body			body		CheckoutRequest	true	"where to come back"
//	@Success	200				{object}	CheckoutResponse
//	@Failure	400				{object}	httpx.Problem
//	@Failure	401				{object}	httpx.Problem
//	@Failure	404				{object}	httpx.Problem
//	@Failure	409				{object}	httpx.Problem
//	@Failure	422				{object}	httpx.Problem
//	@Failure	503				{object}	httpx.Problem
//	@Router		/payments/{id}/checkout [post]
func (h *Handler) checkout(c *gin.Context) error {
	var in CheckoutRequest
	if err := httpx.Bind(c, &in); err != nil {
		return err
	}
	url, err := h.service.Checkout(c.Request.Context(), personID(c), c.Param("id"), in.ReturnPath, httpx.IdempotencyKey(c))
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, CheckoutResponse{URL: url})
}

// refresh godoc
//
//	@Summary	Ask the platform about a payment
//	@Description	Asks the payment platform now what became of the payment. A return page passes what it received in its address; it only tells that the visit is over.
//	@ID			refreshPayment
//	@Tags		payments
//	@Produce	json
//	@Security	BearerAuth
//	@Param		id				path		string	true	"payment id"
//	@Param		attempt			query		string	false	"visit, from the address of the return page"
//	@Param		token			query		string	false	"token of the visit"
//	@Param		payment_outcome	query		string	false	"what the return page was told"	Enums(ok, cancel, error, waiting)
//	@Success	200				{object}	PaymentResponse
//	@Failure	401				{object}	httpx.Problem
//	@Failure	404				{object}	httpx.Problem
//	@Failure	503				{object}	httpx.Problem
//	@Router		/payments/{id}/refresh [post]
func (h *Handler) refresh(c *gin.Context) error {
	back := Return{AttemptID: c.Query("attempt"), Token: c.Query("token"), Outcome: c.Query("payment_outcome")}
	p, err := h.service.Refresh(c.Request.Context(), personID(c), c.Param("id"), back)
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, NewPaymentResponse(p))
}

func personID(c *gin.Context) string { return identity.ActorFrom(c.Request.Context()).PersonID }
