package documents

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
)

// Handler answers the public questions about documents.
type Handler struct {
	service *Service
	limit   *httpx.Limiter
}

// NewHandler returns the handler over s.
func NewHandler(s *Service) *Handler {
	return &Handler{service: s, limit: httpx.NewLimiter(20, 3*time.Second)}
}

// Routes adds the verification of documents, open to everybody.
func (h *Handler) Routes(r httpx.Router) {
	r.Public.GET("/document-verifications/:code", httpx.Handle(h.verifyCode))
	r.Public.POST("/document-verifications", httpx.Handle(h.verifyFile))
}

// LocalizedResponse is a text in each language of the product.
type LocalizedResponse struct {
	IT string `json:"it"`
	EN string `json:"en"`
} //	@name	Localized

// VerificationResponse says that a document is authentic, and nothing about
// the person it concerns.
type VerificationResponse struct {
	Valid    bool              `json:"valid"`
	Kind     Kind              `json:"kind" enums:"receipt,outcome,payment_receipt,integration_receipt"`
	Number   string            `json:"number" example:"12/2026"`
	Title    LocalizedResponse `json:"title"`
	IssuedAt time.Time         `json:"issued_at" format:"date-time"`
	Tenant   string            `json:"tenant" example:"Comune di Borgolago"`
	SHA256   string            `json:"sha256"`
	Service  LocalizedResponse `json:"service"`
} //	@name	Verification

// verifyCode godoc
//
//	@Summary		Check a document by its verification code
//	@Description	Tells whether this municipality issued the document that carries the code. The answer holds no personal data.
//	@ID				documentVerificationByCode
//	@Tags			documents
//	@Produce		json
//	@Param			code	path		string	true	"verification code, with or without its groups"
//	@Success		200		{object}	VerificationResponse
//	@Failure		404		{object}	httpx.Problem
//	@Failure		429		{object}	httpx.Problem
//	@Router			/document-verifications/{code} [get]
func (h *Handler) verifyCode(c *gin.Context) error {
	if !h.limit.Allow(c.ClientIP()) {
		return ErrTooManyRequests.After(60)
	}
	doc, err := h.service.VerifyCode(c.Request.Context(), c.Param("code"))
	if err != nil {
		return err
	}
	return h.answer(c, doc)
}

// verifyFile godoc
//
//	@Summary		Check a document by its file
//	@Description	Compares the fingerprint of the uploaded file with those of the documents this municipality issued. The file is not kept.
//	@ID				documentVerificationByFile
//	@Tags			documents
//	@Accept			multipart/form-data
//	@Produce		json
//	@Param			file	formData	file	true	"the document, exactly as it was downloaded"
//	@Success		200		{object}	VerificationResponse
//	@Failure		404		{object}	httpx.Problem
//	@Failure		413		{object}	httpx.Problem
//	@Failure		415		{object}	httpx.Problem
//	@Failure		429		{object}	httpx.Problem
//	@Router			/document-verifications [post]
func (h *Handler) verifyFile(c *gin.Context) error {
	if !h.limit.Allow(c.ClientIP()) {
		return ErrTooManyRequests.After(60)
	}
	file, err := httpx.FormFile(c, "file", DefaultMaxBytes)
	if err != nil {
		return err
	}
	doc, err := h.service.VerifyFile(c.Request.Context(), file.Body)
	if err != nil {
		return err
	}
	return h.answer(c, doc)
}

func (h *Handler) answer(c *gin.Context, doc Document) error {
	issuer, err := h.service.tenants.Issuer(c.Request.Context())
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	return httpx.JSON(c, http.StatusOK, VerificationResponse{
		Valid: true, Kind: doc.Kind, Number: doc.Number, Title: LocalizedResponse(doc.Title()),
		IssuedAt: doc.CreatedAt, Tenant: issuer.Name, SHA256: doc.SHA256, Service: LocalizedResponse(doc.Service()),
	})
}
