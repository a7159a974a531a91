package documents

import "time"

// Issuer is the municipality as it signs its documents.
type Issuer struct {
	Name      string
	Address   string
	Phone     string
	Email     string
	PEC       string
	TaxCode   string
	PublicURL string // scheme and host of the public site, without a final slash
	Demo      bool   // a municipality that exists only for demonstrations
}

// Office is the office in charge, as printed.
type Office struct {
	Name        Localized
	Address     string
	Phone       string
	Email       string
	Responsible string // who answers for the procedure, when known
}

// Party is the person a document is about.
type Party struct {
	Name    string
	TaxCode string
}

// Row is one answer of the applicant, already in words.
type Row struct {
	Label string
	Value string
}

// Section is a titled group of answers.
type Section struct {
	Title string
	Rows  []Row
}

// Step is one step of the form with its sections.
type Step struct {
	Title    string
	Sections []Section
}

// AttachedFile is a file listed in a document with its fingerprint.
type AttachedFile struct {
	Label  string // what the form asked for
	Name   string
	Size   int64
	SHA256 string
}

// FeeLine is one amount due or paid.
type FeeLine struct {
	Reason      Localized
	AmountCents int64
}

// Case is what every document says about the application it belongs to.
type Case struct {
	SubjectKind  string // "application", "payment", "integration": with SubjectID makes a document unique for its kind
	SubjectID    string
	Language     string // "it" or "en"
	Number       string // number of the application, for example 2026-000123
	Registration *Registration
	Service      Localized
	Office       Office
	Applicant    Party
	Simulated    bool // some platform behind this document was simulated
}

// ReceiptContent is what the receipt of a submitted application says.
type ReceiptContent struct {
	Case
	SubmittedAt  time.Time
	Summary      []Step
	Declarations []string
	Attachments  []AttachedFile
	Fees         []FeeLine
	DeadlineDays int
	DueDate      *time.Time
	Silence      string // "assent", "refusal" or "none"
}

// OutcomeContent is what the act that closes an application says.
type OutcomeContent struct {
	Case
	SubmittedAt time.Time
	Accepted    bool
	BySilence   bool // accepted because the term passed without an answer
	Reasons     string
	Decision    string // text of the service for this outcome, when it has one
	DecidedBy   string
	DecidedAt   time.Time
	Summary     []Step // the data the decision rests on; may be empty
}

// PaymentReceiptContent is what the receipt of a payment says.
type PaymentReceiptContent struct {
	Case
	Reason       Localized
	Lines        []FeeLine
	TotalCents   int64
	NoticeNumber string
	IUV          string
	ReceiptID    string
	PSP          string
	PaidAt       time.Time
}

// IntegrationReceiptContent is what the receipt of added documents says.
type IntegrationReceiptContent struct {
	Case
	RequestText string
	RequestedAt time.Time
	Answer      string
	AnsweredAt  time.Time
	Attachments []AttachedFile
	DueDate     *time.Time // the new end of the term
}
