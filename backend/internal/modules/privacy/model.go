package privacy

import "time"

// ExportStatus is where the making of a copy stands.
type ExportStatus string

// The states of a copy.
const (
	Preparing ExportStatus = "preparing"
	Ready     ExportStatus = "ready"
	Failed    ExportStatus = "failed"
)

// Export is a copy of everything held about a person, which the person asked
// for. Its file is in the storage.
type Export struct {
	TenantID    string `gorm:"primaryKey"`
	ID          string `gorm:"primaryKey"`
	PersonID    string
	Status      ExportStatus
	RequestedAt time.Time
	ReadyAt     *time.Time
	ExpiresAt   time.Time // from then on it does not exist
	Size        int64
	SHA256      string `gorm:"column:sha256"`
}

// TableName names the table of copies.
func (Export) TableName() string { return "data_exports" }

// storageKey is where the file of a copy lies.
func storageKey(tenantID, id string) string { return tenantID + "/exports/" + id + ".zip" }
