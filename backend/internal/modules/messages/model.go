package messages

import "time"

// Sender says which side of the desk a message comes from.
type Sender string

// Who can write in a conversation.
const (
	Office    Sender = "office"
	Applicant Sender = "applicant"
	System    Sender = "system"
)

// Message is one message about an application.
type Message struct {
	TenantID      string `gorm:"primaryKey"`
	ID            string `gorm:"primaryKey"`
	ApplicationID string
	PersonID      string // the applicant, whoever wrote
	Sender        Sender
	Author        string
	Subject       string
	Body          string
	Attachments   []Attachment `gorm:"serializer:json"`
	SentAt        time.Time
	ReadAt        *time.Time
}

// TableName names the table of messages.
func (Message) TableName() string { return "messages" }

// Attachment is a file as answers name it; its content is fetched by id.
type Attachment struct {
	ID          string    `json:"id" format:"uuid"`
	Key         string    `json:"key" example:"identity_document"`
	FileName    string    `json:"file_name" example:"document.pdf"`
	ContentType string    `json:"content_type" example:"application/pdf"`
	Size        int64     `json:"size" format:"int64"`
	SHA256      string    `json:"sha256"`
	UploadedAt  time.Time `json:"uploaded_at" format:"date-time"`
} //	@name	Attachment
