package applications

// SubmittedEvent says that an application was sent to its office, paid where
// a fee was due.
type SubmittedEvent struct {
	ApplicationID string `json:"application_id"`
}

// Topic names the news.
func (SubmittedEvent) Topic() string { return "applications.submitted.v1" }

// RegisteredEvent says that an application entered the register and that its
// term began.
type RegisteredEvent struct {
	ApplicationID string `json:"application_id"`
}

// Topic names the news.
func (RegisteredEvent) Topic() string { return "applications.registered.v1" }

// ClosedEvent says that an application reached its end: accepted, accepted by
// silence, rejected, withdrawn, or expired for want of its payment.
type ClosedEvent struct {
	ApplicationID string `json:"application_id"`
}

// Topic names the news.
func (ClosedEvent) Topic() string { return "applications.closed.v1" }

// registerJob enters a submitted application in the register.
type registerJob struct {
	ApplicationID string `json:"application_id"`
}

// Kind names the job.
func (registerJob) Kind() string { return "applications.register.v1" }

// receiptJob issues the receipt of a registered application.
type receiptJob struct {
	ApplicationID string `json:"application_id"`
}

// Kind names the job.
func (receiptJob) Kind() string { return "applications.receipt.v1" }

// outcomeJob issues the act that closes an application.
type outcomeJob struct {
	ApplicationID string `json:"application_id"`
}

// Kind names the job.
func (outcomeJob) Kind() string { return "applications.outcome.v1" }

// integrationReceiptJob issues the receipt of an answered integration.
type integrationReceiptJob struct {
	ApplicationID string `json:"application_id"`
	IntegrationID string `json:"integration_id"`
}

// Kind names the job.
func (integrationReceiptJob) Kind() string { return "applications.integration_receipt.v1" }

// termJob looks at an application when its term has passed.
type termJob struct {
	ApplicationID string `json:"application_id"`
}

// Kind names the job.
func (termJob) Kind() string { return "applications.term.v1" }

// integrationTermJob ends a suspension nobody answered.
type integrationTermJob struct {
	ApplicationID string `json:"application_id"`
	IntegrationID string `json:"integration_id"`
}

// Kind names the job.
func (integrationTermJob) Kind() string { return "applications.integration_term.v1" }

// paymentTermJob lets an application expire that nobody paid.
type paymentTermJob struct {
	ApplicationID string `json:"application_id"`
}

// Kind names the job.
func (paymentTermJob) Kind() string { return "applications.payment_term.v1" }

// draftTermJob reminds of a draft and, a week later, lets it expire.
type draftTermJob struct {
	ApplicationID string `json:"application_id"`
}

// Kind names the job.
func (draftTermJob) Kind() string { return "applications.draft_term.v1" }
