package notifications

import (
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// Status is where the delivery of a notification stands.
type Status string

// The states of a delivery.
const (
	Queued  Status = "queued"
	Sent    Status = "sent"
	Skipped Status = "skipped" // no address, or e-mail is switched off: the personal area still shows the news
	Failed  Status = "failed"  // the address refused the message for good
)

// Templates of the notices that other modules may send.
const (
	ApplicationReceived        = "application_received"
	PaymentDue                 = "payment_due"
	PaymentReceived            = "payment_received"
	PaymentExpired             = "payment_expired"
	ApplicationRegistered      = "application_registered"
	ApplicationAssigned        = "application_assigned"
	MessageFromOffice          = "message_from_office"
	IntegrationRequested       = "integration_requested"
	IntegrationAnswered        = "integration_answered"
	ApplicationAccepted        = "application_accepted"
	ApplicationRejected        = "application_rejected"
	ApplicationAcceptedSilence = "application_accepted_silence"
	DraftExpiring              = "draft_expiring"
	Withdrawn                  = "withdrawn"
	AssistanceReceived         = "assistance_received"
	AssistanceAnswered         = "assistance_answered"
	DataExportReady            = "data_export_ready"
)

// pages of the personal area that a notice leads to, when it is about no
// application.
var pages = map[string]string{DataExportReady: "/area-personale/i-tuoi-dati"}

// Notification is one piece of news for one person and how its delivery went.
// It holds no address: that is read again when the message leaves.
type Notification struct {
	TenantID        string `gorm:"primaryKey"`
	ID              string `gorm:"primaryKey"`
	PersonID        *string
	CorrespondentID *string // instead of a person: the request for assistance whose author is told
	ApplicationID   *string
	Template        string
	Params          database.JSON
	Channel         string
	Status          Status
	Language        string
	MessageID       string // Message-ID of the e-mail, the same at each attempt
	Detail          string // why it was skipped or failed; never an address
	PlatformMode    string
	Attempts        int
	CreatedAt       time.Time
	SentAt          *time.Time
}

// TableName names the table of notifications.
func (Notification) TableName() string { return "notifications" }

// Notice asks to tell a person something about an application, or the author
// of a request for assistance something about that.
//
// Params never carry personal data: "service" (title of the service),
// "number", "due_date" (YYYY-MM-DD), "amount" (euro cents). A text that exists
// in two languages is given as "service_it" and "service_en".
type Notice struct {
	PersonID        string
	CorrespondentID string
	Template        string
	Params          map[string]string
	ApplicationID   string
}
