package identity

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

// Where a field of a person came from.
const (
	SourceIdentity = "identity" // the identity provider stated it; read-only
	SourceSelf     = "self"     // the person wrote it in the profile
)

// Person is somebody known to a tenant by tax code, since the first access.
type Person struct {
	TenantID   string `gorm:"primaryKey"`
	ID         string `gorm:"primaryKey"`
	TaxCode    string
	GivenName  string
	FamilyName string
	BirthDate  string // YYYY-MM-DD, empty when the provider did not tell
	BirthPlace string
	Gender     string
	Address    *Address
	Email      string
	Phone      string
	Language   string
	Sources    Sources
	// PlatformMode is "simulator" once a simulator vouched for the person.
	PlatformMode string
	CreatedAt    time.Time
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
}

// TableName names the table of persons.
func (Person) TableName() string { return "persons" }

// FullName is the given name followed by the family name.
func (p Person) FullName() string { return strings.TrimSpace(p.GivenName + " " + p.FamilyName) }

// Map is the person as forms and expressions see it: known values only.
func (p Person) Map() map[string]any {
	m := map[string]any{}
	for key, value := range map[string]string{
		"given_name": p.GivenName, "family_name": p.FamilyName, "tax_code": p.TaxCode,
		"birth_date": p.BirthDate, "birth_place": p.BirthPlace, "gender": p.Gender,
		"email": p.Email, "phone": p.Phone,
	} {
		if value != "" {
			m[key] = value
		}
	}
	if p.Address != nil {
		m["address"] = p.Address.asMap()
	}
	return m
}

// Address is where a person lives, as stated by provider or person.
type Address struct {
	Street       string `json:"street"`
	Number       string `json:"number"`
	PostalCode   string `json:"postal_code"`
	Municipality string `json:"municipality"`
	Province     string `json:"province"`
}

func (a Address) asMap() map[string]any {
	m := map[string]any{}
	for key, value := range map[string]string{
		"street": a.Street, "number": a.Number, "postal_code": a.PostalCode,
		"municipality": a.Municipality, "province": a.Province,
	} {
		if value != "" {
			m[key] = value
		}
	}
	return m
}

// Value stores the address as JSON.
func (a Address) Value() (driver.Value, error) { return jsonValue(a) }

// Scan reads the address from JSON.
func (a *Address) Scan(src any) error { return jsonScan(src, a) }

// Sources says for each field of a person where its value came from.
type Sources map[string]string

// Value stores the sources as JSON.
func (s Sources) Value() (driver.Value, error) {
	if s == nil {
		return "{}", nil
	}
	return jsonValue(map[string]string(s))
}

// Scan reads the sources from JSON.
func (s *Sources) Scan(src any) error { return jsonScan(src, (*map[string]string)(s)) }

func jsonValue(v any) (driver.Value, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

func jsonScan(src, dst any) error {
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), dst)
	case []byte:
		return json.Unmarshal(v, dst)
	}
	return fmt.Errorf("identity: cannot read JSON from %T", src)
}

// textArray is a PostgreSQL text[] column.
type textArray []string

// Value writes the array in PostgreSQL's text form.
func (t textArray) Value() (driver.Value, error) {
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	items := make([]string, len(t))
	for i, s := range t {
		items[i] = `"` + quote.Replace(s) + `"`
	}
	return "{" + strings.Join(items, ",") + "}", nil
}

// Scan reads the array from what the driver gives.
func (t *textArray) Scan(src any) error {
	var items []string
	if err := pgtype.NewMap().SQLScanner(&items).Scan(src); err != nil {
		return fmt.Errorf("identity: read text array: %w", err)
	}
	*t = items
	return nil
}

// session is a signed-in browser. Only the hash of its cookie is stored.
type session struct {
	TenantID     string `gorm:"primaryKey"`
	ID           string `gorm:"primaryKey"`
	TokenHash    string
	Kind         Kind
	PersonID     *string
	OperatorID   *string
	Provider     string
	Protocol     string
	AssertionID  string
	Level        int
	PlatformMode string
	CreatedAt    time.Time
	LastSeenAt   time.Time
}

func (session) TableName() string { return "sessions" }

// idleExpiry is when the session ends if nothing happens.
func (s session) idleExpiry() time.Time {
	if end := s.LastSeenAt.Add(idleLimit); end.Before(s.expiry()) {
		return end
	}
	return s.expiry()
}

// expiry is when the session ends whatever happens.
func (s session) expiry() time.Time { return s.CreatedAt.Add(absoluteLimit) }

func (s session) live(now time.Time) bool { return now.Before(s.idleExpiry()) }

// signInRequest is a sign-in under way, tied to one browser and used once.
type signInRequest struct {
	TenantID    string `gorm:"primaryKey"`
	StateHash   string `gorm:"primaryKey"`
	BrowserHash string
	Nonce       string
	Verifier    string // sealed
	Provider    string
	Level       int
	ReturnTo    string
	CreatedAt   time.Time
	ExpiresAt   time.Time
}

func (signInRequest) TableName() string { return "sign_in_requests" }

// operatorRow is somebody who works for the municipality.
type operatorRow struct {
	TenantID     string `gorm:"primaryKey"`
	ID           string `gorm:"primaryKey"`
	Username     string
	PasswordHash string
	TOTPSecret   string `gorm:"column:totp_secret"` // sealed
	LastTOTPStep int64  `gorm:"column:last_totp_step"`
	Name         string
	Email        string
	Roles        textArray
	Offices      textArray
	Disabled     bool
	CreatedAt    time.Time
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
}

func (operatorRow) TableName() string { return "operators" }

// loginAttempt counts the failures of one key (who, from where).
type loginAttempt struct {
	TenantID     string `gorm:"primaryKey"`
	KeyHash      string `gorm:"primaryKey"`
	Failures     int
	BlockedUntil time.Time
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
}

func (loginAttempt) TableName() string { return "login_attempts" }

// signingKey signs the tenant's access tokens until another takes its place.
type signingKey struct {
	TenantID   string `gorm:"primaryKey"`
	Kid        string `gorm:"primaryKey"`
	PrivateKey string // PKCS #8, sealed
	PublicKey  []byte // PKIX
	CreatedAt  time.Time
	RetiresAt  time.Time
}

func (signingKey) TableName() string { return "signing_keys" }

// spentToken is a token that is refused from now on: an access token revoked,
// or an assertion already exchanged.
type spentToken struct {
	TenantID  string `gorm:"primaryKey"`
	JTI       string `gorm:"primaryKey;column:jti"`
	ExpiresAt time.Time
}

func (spentToken) TableName() string { return "spent_tokens" }
