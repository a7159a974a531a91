package content

// Published says that the public text of a content is new or has changed.
type Published struct {
	ContentID string `json:"content_id"`
	Type      string `json:"type"`
}

// Topic names the event.
func (Published) Topic() string { return "content.published.v1" }

// Withdrawn says that a content is no longer among the public ones: it was
// withdrawn or has expired.
type Withdrawn struct {
	ContentID string `json:"content_id"`
	Type      string `json:"type"`
}

// Topic names the event.
func (Withdrawn) Topic() string { return "content.withdrawn.v1" }

// Changed says that the working text or the state of a content has changed.
type Changed struct {
	ContentID string `json:"content_id"`
	Type      string `json:"type"`
}

// Topic names the event.
func (Changed) Topic() string { return "content.changed.v1" }
