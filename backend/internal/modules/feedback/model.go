package feedback

import (
	"time"
)

// Scope says what a rating is about.
type Scope string //	@name	RatingScope

// The scopes: whether a page is clear (C.SI.2.5, C.SI.2.6), or whether a
// service was easy to use (C.SE.1.7).
const (
	OfPage    Scope = "page"
	OfService Scope = "service"
)

// Rating is one anonymous opinion: from one star to five, the chosen answers
// and a comment.
type Rating struct {
	TenantID  string `gorm:"primaryKey"`
	ID        string `gorm:"primaryKey"`
	Scope     Scope
	Path      string
	ContentID *string
	Stars     int
	Answers   []string `gorm:"serializer:json"`
	Comment   string
	Language  string
	CreatedAt time.Time
}

// TableName names the table of ratings.
func (Rating) TableName() string { return "ratings" }

// Status is where a request for assistance stands.
type Status string //	@name	AssistanceStatus

// The states of a request for assistance.
const (
	Submitted Status = "submitted" // the office has to answer
	Answered  Status = "answered"  // the citizen has the last word of the office
	Closed    Status = "closed"
)

// Request is a request for assistance (C.SI.2.2).
type Request struct {
	TenantID    string `gorm:"primaryKey"`
	ID          string `gorm:"primaryKey"`
	Number      string
	GivenName   string
	FamilyName  string
	Email       string
	Category    string
	ServiceID   *string // content id of the service sheet
	Language    string
	Status      Status
	TokenHash   string
	TokenSealed string
	CreatedAt   time.Time
	UpdatedAt   time.Time
	ClosedAt    *time.Time
	Messages    []Message `gorm:"-"`
}

// TableName names the table of requests for assistance.
func (Request) TableName() string { return "assistance_requests" }

// Sender says which side wrote a message.
type Sender string //	@name	AssistanceSender

// The two sides of a request for assistance.
const (
	Citizen Sender = "citizen"
	Office  Sender = "office"
)

// Message is one message of a request for assistance.
type Message struct {
	TenantID  string `gorm:"primaryKey"`
	ID        string `gorm:"primaryKey"`
	RequestID string
	Sender    Sender
	Author    string // of the office
	Body      string
	SentAt    time.Time
}

// TableName names the table of messages.
func (Message) TableName() string { return "assistance_messages" }

type counter struct {
	TenantID string `gorm:"primaryKey"`
	Year     int    `gorm:"primaryKey"`
	Last     int
}

func (counter) TableName() string { return "assistance_counters" }
