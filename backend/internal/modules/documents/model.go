package documents

import (
	"time"
)

// Kind says what a generated document proves.
type Kind string

// The kinds of document this module writes.
const (
	KindReceipt            Kind = "receipt"
	KindOutcome            Kind = "outcome"
	KindPaymentReceipt     Kind = "payment_receipt"
	KindIntegrationReceipt Kind = "integration_receipt"
)

// Localized is a text in the two languages of the product.
type Localized struct {
	IT string `json:"it"`
	EN string `json:"en"`
}

// In returns the text in lang, or in Italian when that is missing.
func (l Localized) In(lang string) string {
	if lang == "en" && l.EN != "" {
		return l.EN
	}
	return l.IT
}

// File is one stored file that a person or an office brought in.
type File struct {
	TenantID    string `gorm:"primaryKey"`
	ID          string `gorm:"primaryKey"`
	Name        string
	ContentType string
	Size        int64
	SHA256      string `gorm:"column:sha256"`
	StorageKey  string
	CreatedAt   time.Time
}

// TableName names the table of files.
func (File) TableName() string { return "files" }

// Registration is the entry of a subject in the municipality's register.
type Registration struct {
	TenantID    string `gorm:"primaryKey"`
	ID          string `gorm:"primaryKey"`
	SubjectKind string
	SubjectID   string
	Year        int
	Serial      int64
	Number      string // numero di protocollo, for example 0000123/2026
	Date        time.Time
}

// TableName names the table of registrations.
func (Registration) TableName() string { return "registrations" }

// Document is one generated PDF with the code that proves it.
type Document struct {
	TenantID         string `gorm:"primaryKey"`
	ID               string `gorm:"primaryKey"`
	SubjectKind      string
	SubjectID        string
	Kind             Kind
	Number           string
	TitleIT          string
	TitleEN          string
	ServiceIT        string
	ServiceEN        string
	Language         string
	FileName         string
	ContentType      string
	Size             int64
	SHA256           string `gorm:"column:sha256"`
	StorageKey       string
	VerificationCode string
	PlatformMode     string
	CreatedAt        time.Time
	IssuedAt         *time.Time // empty until the file is safely stored
}

// TableName names the table of generated documents.
func (Document) TableName() string { return "documents" }

// Title is the document's title in both languages.
func (d Document) Title() Localized { return Localized{IT: d.TitleIT, EN: d.TitleEN} }

// Service is the title of the service the document belongs to.
func (d Document) Service() Localized { return Localized{IT: d.ServiceIT, EN: d.ServiceEN} }

// counter holds the last number given out in one series of one year.
type counter struct {
	TenantID string `gorm:"primaryKey"`
	Series   string `gorm:"primaryKey"`
	Year     int    `gorm:"primaryKey"`
	Last     int64
}

// TableName names the table of counters.
func (counter) TableName() string { return "number_counters" }
