package payments

// Settled says that a payment reached the municipality's account.
type Settled struct {
	PaymentID string `json:"payment_id"`
}

// Topic names the news.
func (Settled) Topic() string { return "payments.settled.v1" }

// Mismatched says that money arrived for a payment, but not the sum due: a
// person of the municipality must decide.
type Mismatched struct {
	PaymentID string `json:"payment_id"`
}

// Topic names the news.
func (Mismatched) Topic() string { return "payments.mismatched.v1" }
