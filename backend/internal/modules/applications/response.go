package applications

import (
	"context"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/messages"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
)

// ServiceRef names the service of an application.
type ServiceRef struct {
	ID    string              `json:"id" example:"ztl-permit" binding:"required"`
	Title catalogue.Localized `json:"title" binding:"required"`
} //	@name	ServiceRef

// SummaryResponse is an application as lists show it.
type SummaryResponse struct {
	ID             string     `json:"id" format:"uuid" binding:"required"`
	Number         string     `json:"number,omitempty" example:"2026-000123"`
	Service        ServiceRef `json:"service" binding:"required"`
	Status         Status     `json:"status" enums:"draft,awaiting_payment,submitted,registered,in_progress,integration_requested,accepted,accepted_silence,rejected,withdrawn,expired" binding:"required"`
	CreatedAt      time.Time  `json:"created_at" format:"date-time" binding:"required"`
	UpdatedAt      time.Time  `json:"updated_at" format:"date-time" binding:"required"`
	SubmittedAt    *time.Time `json:"submitted_at,omitempty" format:"date-time"`
	DueDate        string     `json:"due_date,omitempty" format:"date" example:"2026-12-31"`
	Overdue        bool       `json:"overdue" binding:"required"`
	ActionRequired string     `json:"action_required,omitempty" enums:"resume,pay,integrate"`
	UnreadMessages int        `json:"unread_messages" format:"int32" binding:"required"`
} //	@name	ApplicationSummary

// PageResponse is a page of a person's applications.
type PageResponse struct {
	Items      []SummaryResponse `json:"items" binding:"required"`
	NextCursor string            `json:"next_cursor,omitempty"`
} //	@name	ApplicationPage

// FeeResponse is one line of what an application costs.
type FeeResponse struct {
	Code        string              `json:"code" binding:"required"`
	Reason      catalogue.Localized `json:"reason" binding:"required"`
	AmountCents int64               `json:"amount_cents" format:"int64" example:"1600" binding:"required"`
	Kind        string              `json:"kind" enums:"fee,stamp_duty" binding:"required"`
} //	@name	Fee

// RegistrationResponse is the entry in the register of the Comune.
type RegistrationResponse struct {
	Number string    `json:"number" example:"0000123/2026" binding:"required"`
	Date   time.Time `json:"date" format:"date-time" binding:"required"`
} //	@name	Registration

// OfficeResponse names the office in charge.
type OfficeResponse struct {
	ID   string              `json:"id" example:"mobility" binding:"required"`
	Name catalogue.Localized `json:"name" binding:"required"`
} //	@name	ApplicationOffice

// DecisionResponse is how the procedure ended.
type DecisionResponse struct {
	Outcome    string    `json:"outcome" enums:"accepted,accepted_silence,rejected" binding:"required"`
	Reasons    string    `json:"reasons" binding:"required"`
	DecidedAt  time.Time `json:"decided_at" format:"date-time" binding:"required"`
	DocumentID *string   `json:"document_id,omitempty" format:"uuid"`
} //	@name	Decision

// IntegrationResponse is what the office asked to add, and the answer.
type IntegrationResponse struct {
	ID          string     `json:"id" format:"uuid" binding:"required"`
	Text        string     `json:"text" binding:"required"`
	RequestedAt time.Time  `json:"requested_at" format:"date-time" binding:"required"`
	DueAt       time.Time  `json:"due_at" format:"date-time" binding:"required"`
	Keys        []string   `json:"keys" binding:"required"`
	Answer      string     `json:"answer,omitempty"`
	ClosedAt    *time.Time `json:"closed_at,omitempty" format:"date-time"`
} //	@name	Integration

// TimelineEntry is a step that happened or is expected.
type TimelineEntry struct {
	ID         string     `json:"id" binding:"required"`
	Kind       string     `json:"kind" enums:"draft_created,payment_requested,payment_settled,submitted,registered,assigned,integration_requested,integration_answered,integration_expired,accepted,rejected,accepted_silence,withdrawn,expired,due" binding:"required"`
	State      string     `json:"state" enums:"done,current,future" binding:"required"`
	At         *time.Time `json:"at,omitempty" format:"date-time"`
	ExpectedAt string     `json:"expected_at,omitempty" format:"date"`
	Note       string     `json:"note,omitempty"`
} //	@name	TimelineEntry

// DocumentRef names a document issued for the application.
type DocumentRef struct {
	ID               string              `json:"id" format:"uuid" binding:"required"`
	Kind             string              `json:"kind" enums:"receipt,outcome,payment_receipt,integration_receipt" binding:"required"`
	Title            catalogue.Localized `json:"title" binding:"required"`
	Number           string              `json:"number,omitempty"`
	CreatedAt        time.Time           `json:"created_at" format:"date-time" binding:"required"`
	ContentType      string              `json:"content_type" example:"application/pdf" binding:"required"`
	Size             int64               `json:"size" format:"int64" binding:"required"`
	VerificationCode string              `json:"verification_code,omitempty"`
} //	@name	DocumentRef

// Response is what the applicant sees of an application.
type Response struct {
	SummaryResponse
	Version           int64                     `json:"version" format:"int64" binding:"required"`
	ServiceVersion    string                    `json:"service_version" binding:"required"`
	Step              string                    `json:"step" binding:"required"`
	Data              map[string]any            `json:"data" binding:"required"`
	Attachments       []messages.Attachment     `json:"attachments" binding:"required"`
	Fees              []FeeResponse             `json:"fees" binding:"required"`
	TotalCents        int64                     `json:"total_cents" format:"int64" binding:"required"`
	PrivacyAcceptedAt *time.Time                `json:"privacy_accepted_at,omitempty" format:"date-time"`
	Declarations      []string                  `json:"declarations" binding:"required"`
	Payment           *payments.PaymentResponse `json:"payment,omitempty"`
	Registration      *RegistrationResponse     `json:"registration,omitempty"`
	TakenInChargeAt   *time.Time                `json:"taken_in_charge_at,omitempty" format:"date-time"`
	Office            OfficeResponse            `json:"office" binding:"required"`
	Decision          *DecisionResponse         `json:"decision,omitempty"`
	Integration       *IntegrationResponse      `json:"integration,omitempty"`
	Timeline          []TimelineEntry           `json:"timeline" binding:"required"`
	Documents         []DocumentRef             `json:"documents" binding:"required"`
	FormChanged       bool                      `json:"form_changed,omitempty"`
	ExpiresAt         *time.Time                `json:"expires_at,omitempty" format:"date-time"`
} //	@name	Application

// ValidationError is what is wrong with one answer.
type ValidationError struct {
	Pointer string         `json:"pointer" example:"/vehicle/plate" binding:"required"`
	Code    string         `json:"code" example:"required" binding:"required"`
	Params  map[string]any `json:"params,omitempty"`
	Step    string         `json:"step" binding:"required"`
	Section string         `json:"section" binding:"required"`
	Field   string         `json:"field" binding:"required"`
} //	@name	ValidationError

// ValidationResponse tells whether a draft can be sent.
type ValidationResponse struct {
	Valid  bool              `json:"valid" binding:"required"`
	Errors []ValidationError `json:"errors" binding:"required"`
} //	@name	Validation

func newValidationResponse(problems []catalogue.FieldError) ValidationResponse {
	out := ValidationResponse{Valid: len(problems) == 0, Errors: make([]ValidationError, len(problems))}
	for i, p := range problems {
		out.Errors[i] = ValidationError(p)
	}
	return out
}

func newSummary(r ListRow, now time.Time) SummaryResponse {
	return SummaryResponse{
		ID: r.ID, Number: text(r.Number), Status: r.Status,
		Service:   ServiceRef{ID: r.ServiceID, Title: catalogue.Localized{IT: r.ServiceTitleIT, EN: r.ServiceTitleEN}},
		CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(), SubmittedAt: utc(r.SubmittedAt), DueDate: date(r.DueDate),
		Overdue: isOverdue(r.Status, r.DueDate, now), ActionRequired: actionRequired(r.Status),
		UnreadMessages: r.UnreadByApplicant,
	}
}

func (v View) row() ListRow {
	return ListRow{
		ID: v.ID, Number: v.Number, ServiceID: v.ServiceID, ServiceTitleIT: v.ServiceTitleIT, ServiceTitleEN: v.ServiceTitleEN,
		Status: v.Status, CreatedAt: v.CreatedAt, UpdatedAt: v.UpdatedAt, SubmittedAt: v.SubmittedAt, DueDate: v.DueDate,
		UnreadByApplicant: v.UnreadByApplicant, UnreadByOffice: v.UnreadByOffice,
	}
}

func newResponse(v View) Response {
	r := Response{
		SummaryResponse: newSummary(v.row(), v.Now),
		Version:         v.Version, ServiceVersion: v.ServiceVersion, Step: v.Step, Data: v.Data,
		Attachments: attachmentResponses(v.Attachments), Fees: feeResponses(v.Fees), TotalCents: v.TotalCents,
		PrivacyAcceptedAt: utc(v.PrivacyAcceptedAt), Declarations: append([]string{}, v.Declarations...),
		TakenInChargeAt: utc(v.TakenInChargeAt), Timeline: timelineResponses(v.Timeline),
		Office:    OfficeResponse{ID: v.Office, Name: catalogue.Localized(v.OfficeName)},
		Documents: documentRefs(v.Documents), FormChanged: v.FormChanged, ExpiresAt: utc(v.ExpiresAt),
	}
	if r.Data == nil {
		r.Data = map[string]any{}
	}
	if v.Payment != nil {
		payment := payments.NewPaymentResponse(*v.Payment)
		r.Payment = &payment
	}
	if v.RegisteredAt != nil {
		r.Registration = &RegistrationResponse{Number: v.RegistrationNumber, Date: v.RegisteredAt.UTC()}
	}
	if v.DecidedAt != nil {
		r.Decision = &DecisionResponse{Outcome: v.Decision, Reasons: v.Reasons, DecidedAt: v.DecidedAt.UTC(), DocumentID: v.OutcomeID}
	}
	if i := v.Integration; i != nil {
		r.Integration = &IntegrationResponse{
			ID: i.ID, Text: i.Text, RequestedAt: i.RequestedAt.UTC(), DueAt: i.DueAt.UTC(),
			Keys: append([]string{}, i.Keys...), Answer: i.Answer, ClosedAt: utc(i.ClosedAt),
		}
	}
	return r
}

func attachmentResponse(a Attachment) messages.Attachment {
	return messages.Attachment{
		ID: a.ID, Key: a.Key, FileName: a.FileName, ContentType: a.ContentType, Size: a.Size, SHA256: a.SHA256,
		UploadedAt: a.UploadedAt.UTC(),
	}
}

func attachmentResponses(rows []Attachment) []messages.Attachment {
	out := make([]messages.Attachment, len(rows))
	for i, a := range rows {
		out[i] = attachmentResponse(a)
	}
	return out
}

func feeResponses(fees []StoredFee) []FeeResponse {
	out := make([]FeeResponse, len(fees))
	for i, f := range fees {
		out[i] = FeeResponse{
			Code: f.Code, Reason: catalogue.Localized{IT: f.ReasonIT, EN: f.ReasonEN}, AmountCents: f.AmountCents, Kind: f.Kind,
		}
	}
	return out
}

func timelineResponses(milestones []Milestone) []TimelineEntry {
	out := make([]TimelineEntry, len(milestones))
	for i, m := range milestones {
		out[i] = TimelineEntry{ID: m.ID, Kind: m.Kind, State: m.State, At: utc(m.At), ExpectedAt: date(m.Expected), Note: m.Note}
	}
	return out
}

func documentRefs(list []documents.Document) []DocumentRef {
	out := make([]DocumentRef, len(list))
	for i, d := range list {
		out[i] = DocumentRef{
			ID: d.ID, Kind: string(d.Kind), Title: catalogue.Localized(d.Title()), Number: d.Number, CreatedAt: d.CreatedAt.UTC(),
			ContentType: d.ContentType, Size: d.Size, VerificationCode: d.VerificationCode,
		}
	}
	return out
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}

func date(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

// OperatorRef names the operator who has an application in charge.
type OperatorRef struct {
	ID   string `json:"id" format:"uuid" binding:"required"`
	Name string `json:"name" binding:"required"`
} //	@name	OperatorRef

// ApplicantRef names the applicant in lists.
type ApplicantRef struct {
	Name    string `json:"name" binding:"required"`
	TaxCode string `json:"tax_code" binding:"required"`
} //	@name	ApplicantRef

// OfficeSummaryResponse is an application as an office's lists show it.
type OfficeSummaryResponse struct {
	SummaryResponse
	Applicant ApplicantRef `json:"applicant" binding:"required"`
	Assignee  *OperatorRef `json:"assignee,omitempty"`
} //	@name	OfficeApplicationSummary

// OfficePageResponse is a page of an office's applications. Total is exact up
// to 1000 and stops there.
type OfficePageResponse struct {
	Items      []OfficeSummaryResponse `json:"items" binding:"required"`
	NextCursor string                  `json:"next_cursor,omitempty"`
	Total      int64                   `json:"total" format:"int64" binding:"required"`
	Counts     *OfficeCountsResponse   `json:"counts,omitempty"`
} //	@name	OfficeApplicationPage

// OfficeCountsResponse is how many applications each status of the list
// selects. A count is exact up to 1000 and stops there.
type OfficeCountsResponse struct {
	Open        int64 `json:"open" format:"int64" binding:"required"`
	Mine        int64 `json:"mine" format:"int64" binding:"required"`
	Unassigned  int64 `json:"unassigned" format:"int64" binding:"required"`
	Integration int64 `json:"integration" format:"int64" binding:"required"`
	Closed      int64 `json:"closed" format:"int64" binding:"required"`
	All         int64 `json:"all" format:"int64" binding:"required"`
} //	@name	OfficeApplicationCounts

// AccessResponse is one recorded access to the application.
type AccessResponse struct {
	At     time.Time `json:"at" format:"date-time" binding:"required"`
	Actor  string    `json:"actor" binding:"required"`
	Action string    `json:"action" example:"application.read" binding:"required"`
} //	@name	ApplicationAccess

// OfficeApplicationResponse is what the office sees of an application.
type OfficeApplicationResponse struct {
	Response
	Applicant      Applicant        `json:"applicant" binding:"required"`
	Assignee       *OperatorRef     `json:"assignee,omitempty"`
	FormVersion    string           `json:"form_version" binding:"required"`
	Accesses       []AccessResponse `json:"accesses" binding:"required"`
	AllowedActions []string         `json:"allowed_actions" enums:"assign,release,message,request_integration,accept,reject" binding:"required"`
} //	@name	OfficeApplication

func newOfficePage(p OfficePage, now time.Time) OfficePageResponse {
	out := OfficePageResponse{Items: make([]OfficeSummaryResponse, len(p.Rows)), NextCursor: p.Next, Total: p.Total}
	if p.Counts != nil {
		counts := OfficeCountsResponse(*p.Counts)
		out.Counts = &counts
	}
	for i, r := range p.Rows {
		item := OfficeSummaryResponse{
			SummaryResponse: newSummary(r, now),
			Applicant:       ApplicantRef{Name: r.ApplicantName, TaxCode: r.ApplicantTaxCode},
			Assignee:        operatorRef(r.AssigneeID, r.AssigneeName),
		}
		item.ActionRequired, item.UnreadMessages = "", r.UnreadByOffice
		out.Items[i] = item
	}
	return out
}

func operatorRef(id *string, name string) *OperatorRef {
	if id == nil {
		return nil
	}
	return &OperatorRef{ID: *id, Name: name}
}

func newOfficeResponse(ctx context.Context, v View, accesses []audit.Access) OfficeApplicationResponse {
	sent := []Attachment{}
	for _, a := range v.Attachments {
		if a.SentAt != nil {
			sent = append(sent, a)
		}
	}
	v.Attachments = sent
	r := OfficeApplicationResponse{
		Response: newResponse(v), Applicant: v.Applicant, Assignee: operatorRef(v.AssigneeID, v.AssigneeName),
		FormVersion: v.ServiceVersion, Accesses: make([]AccessResponse, len(accesses)),
		AllowedActions: allowedActions(ctx, &v.Application),
	}
	r.ActionRequired, r.UnreadMessages = "", v.UnreadByOffice
	for i, a := range accesses {
		r.Accesses[i] = AccessResponse{At: a.At.UTC(), Actor: a.ActorName, Action: a.Action}
	}
	return r
}
