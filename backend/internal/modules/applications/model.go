package applications

import (
	"slices"
	"strings"
	"time"
)

// Status is where an application stands in its life.
type Status string

// The states of an application.
const (
	Draft                Status = "draft"
	AwaitingPayment      Status = "awaiting_payment"
	Submitted            Status = "submitted"
	Registered           Status = "registered"
	InProgress           Status = "in_progress"
	IntegrationRequested Status = "integration_requested"
	Accepted             Status = "accepted"
	AcceptedSilence      Status = "accepted_silence"
	Rejected             Status = "rejected"
	Withdrawn            Status = "withdrawn"
	Expired              Status = "expired"
)

// transitions is the whole life of an application. A service may leave out
// some of these steps; it cannot add any.
var transitions = map[Status][]Status{
	Draft:                {AwaitingPayment, Submitted, Expired},
	AwaitingPayment:      {Submitted, Withdrawn, Expired},
	Submitted:            {Registered, Withdrawn},
	Registered:           {InProgress, AcceptedSilence, Withdrawn},
	InProgress:           {Registered, IntegrationRequested, Accepted, Rejected, AcceptedSilence, Withdrawn},
	IntegrationRequested: {InProgress, Withdrawn},
}

var statuses = []Status{
	Draft, AwaitingPayment, Submitted, Registered, InProgress, IntegrationRequested,
	Accepted, AcceptedSilence, Rejected, Withdrawn, Expired,
}

// Closed tells whether nothing more can happen to the application.
func (s Status) Closed() bool { return len(transitions[s]) == 0 }

// withOffice tells whether the application is on somebody's desk.
func (s Status) withOffice() bool {
	return slices.Contains([]Status{Submitted, Registered, InProgress, IntegrationRequested}, s)
}

// Applicant is who applies, as known when the draft was last saved: the
// office decides on what was declared then.
type Applicant struct {
	GivenName  string   `json:"given_name"`
	FamilyName string   `json:"family_name"`
	TaxCode    string   `json:"tax_code"`
	BirthDate  string   `json:"birth_date,omitempty"`
	BirthPlace string   `json:"birth_place,omitempty"`
	Gender     string   `json:"gender,omitempty"`
	Email      string   `json:"email,omitempty"`
	Phone      string   `json:"phone,omitempty"`
	Language   string   `json:"language"`
	Address    *Address `json:"address,omitempty"`
} //	@name	Applicant

// Address is where the applicant lives.
type Address struct {
	Street       string `json:"street"`
	Number       string `json:"number"`
	PostalCode   string `json:"postal_code"`
	Municipality string `json:"municipality"`
	Province     string `json:"province"`
} //	@name	ApplicantAddress

// Name is the full name in the order people use.
func (a Applicant) Name() string { return strings.TrimSpace(a.GivenName + " " + a.FamilyName) }

// StoredFee is one line of what the application costs, as computed when it
// was last saved or sent.
type StoredFee struct {
	Code        string `json:"code"`
	ReasonIT    string `json:"reason_it"`
	ReasonEN    string `json:"reason_en"`
	AmountCents int64  `json:"amount_cents"`
	Kind        string `json:"kind"`
}

// Application is a request of a person to an office, from draft to outcome.
type Application struct {
	ID                string `gorm:"primaryKey"`
	TenantID          string `gorm:"primaryKey"`
	Number            *string
	ServiceID         string
	ServiceVersion    string
	ServiceTitleIT    string `gorm:"column:service_title_it"`
	ServiceTitleEN    string `gorm:"column:service_title_en"`
	Office            string
	ApplicantID       string
	Applicant         Applicant `gorm:"serializer:json"`
	ApplicantName     string
	ApplicantTaxCode  string
	NameKey           string
	FamilyKey         string
	Status            Status
	Version           int64
	Step              string
	Data              map[string]any `gorm:"serializer:json"`
	Declarations      []string       `gorm:"serializer:json"`
	PrivacyVersion    string
	PrivacyAcceptedAt *time.Time
	FormChanged       bool
	Fees              []StoredFee `gorm:"serializer:json"`
	TotalCents        int64
	PaymentID         *string
	SubmittedAt       *time.Time
	// RegistrationNumber is the numero di protocollo.
	RegistrationNumber string
	RegisteredAt       *time.Time
	DueDate            *time.Time
	AssentBySilence    bool
	AssigneeID         *string
	AssigneeName       string
	TakenInChargeAt    *time.Time
	SuspendedOnce      bool
	Decision           string
	Reasons            string
	DecidedAt          *time.Time
	DecidedBy          string
	ReceiptID          *string
	OutcomeID          *string
	UnreadByApplicant  int
	UnreadByOffice     int
	ExpiresAt          *time.Time
	RemindedAt         *time.Time
	CreatedAt          time.Time
	UpdatedAt          time.Time
}

// TableName names the table.
func (Application) TableName() string { return "applications" }

// moveTo takes the next step, if the life cycle has it.
func (a *Application) moveTo(next Status) error {
	if !slices.Contains(transitions[a.Status], next) {
		return ErrStep
	}
	a.Status = next
	return nil
}

// identify copies the applicant and what lists search by.
func (a *Application) identify(p Applicant) {
	a.Applicant = p
	a.ApplicantName = p.Name()
	a.ApplicantTaxCode = strings.ToUpper(p.TaxCode)
	a.NameKey = searchKey(p.GivenName + " " + p.FamilyName)
	a.FamilyKey = searchKey(p.FamilyName + " " + p.GivenName)
}

// number is the number people use, empty for a draft.
func (a *Application) number() string {
	if a.Number == nil {
		return ""
	}
	return *a.Number
}

// isOverdue tells whether the office is past its term.
func isOverdue(status Status, due *time.Time, now time.Time) bool {
	return due != nil && status.withOffice() && status != IntegrationRequested && day(now).After(*due)
}

// actionRequired is what the applicant is waited for, or empty.
func actionRequired(s Status) string {
	switch s {
	case Draft:
		return "resume"
	case AwaitingPayment:
		return "pay"
	case IntegrationRequested:
		return "integrate"
	}
	return ""
}

func searchKey(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

// counter is the last number given in a year.
type counter struct {
	TenantID string `gorm:"primaryKey"`
	Year     int    `gorm:"primaryKey"`
	Last     int64
}

// TableName names the table.
func (counter) TableName() string { return "application_counters" }

// The kinds of steps in the timeline.
const (
	stepDraft               = "draft_created"
	stepPaymentRequested    = "payment_requested"
	stepPaymentSettled      = "payment_settled"
	stepSubmitted           = "submitted"
	stepRegistered          = "registered"
	stepAssigned            = "assigned"
	stepIntegration         = "integration_requested"
	stepIntegrationAnswered = "integration_answered"
	stepIntegrationExpired  = "integration_expired"
	stepAccepted            = "accepted"
	stepRejected            = "rejected"
	stepAcceptedSilence     = "accepted_silence"
	stepWithdrawn           = "withdrawn"
	stepExpired             = "expired"
	stepDue                 = "due"
)

// Step is something that happened to an application.
type Step struct {
	ID            string `gorm:"primaryKey"`
	TenantID      string `gorm:"primaryKey"`
	ApplicationID string
	Kind          string
	Note          string
	At            time.Time
}

// TableName names the table.
func (Step) TableName() string { return "application_steps" }

// Why a file was attached.
const (
	purposeForm        = "form"
	purposeIntegration = "integration"
	purposeMessage     = "message"
)

// Attachment is a file somebody gave with an application.
type Attachment struct {
	ID            string `gorm:"primaryKey"`
	TenantID      string `gorm:"primaryKey"`
	ApplicationID string
	Purpose       string
	Key           string
	FileID        string
	FileName      string
	ContentType   string
	Size          int64
	SHA256        string `gorm:"column:sha256"`
	UploadedAt    time.Time
	SentAt        *time.Time
}

// TableName names the table.
func (Attachment) TableName() string { return "application_attachments" }

// Integration is the office's request for something missing, and its answer.
type Integration struct {
	ID            string `gorm:"primaryKey"`
	TenantID      string `gorm:"primaryKey"`
	ApplicationID string
	Text          string
	Keys          []string `gorm:"serializer:json"`
	RequestedBy   string
	RequestedAt   time.Time
	DueAt         time.Time
	Answer        string
	ClosedAt      *time.Time
	ReceiptID     *string
}

// TableName names the table.
func (Integration) TableName() string { return "application_integrations" }
