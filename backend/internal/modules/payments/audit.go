package payments

// AuditEntry is one line of the register of what happens to a payment.
type AuditEntry struct {
	Action    string
	Subject   string
	SubjectID string
	Detail    map[string]string
}
