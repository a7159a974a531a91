package identity

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/netip"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
)

const (
	totpPeriod     = 30 // seconds
	freeFailures   = 5
	longestBackOff = 15 * time.Minute
	attemptMemory  = 24 * time.Hour
)

// OperatorInfo is what others may know of an operator.
type OperatorInfo struct {
	ID, Username, Name, Email string
	Roles, Offices            []string
}

func newOperatorInfo(row operatorRow) OperatorInfo {
	return OperatorInfo{ID: row.ID, Username: row.Username, Name: row.Name, Email: row.Email, Roles: row.Roles, Offices: row.Offices}
}

// OperatorByID returns an enabled operator of the tenant.
func (s *Service) OperatorByID(ctx context.Context, id string) (OperatorInfo, error) {
	row, err := s.store.operatorByID(ctx, id)
	return newOperatorInfo(row), err
}

// Operators lists the enabled operators of the tenant.
func (s *Service) Operators(ctx context.Context) ([]OperatorInfo, error) {
	rows, err := s.store.operators(ctx)
	infos := make([]OperatorInfo, 0, len(rows))
	for _, row := range rows {
		infos = append(infos, newOperatorInfo(row))
	}
	return infos, err
}

// OperatorExists tells whether the tenant has an enabled operator with that username.
func (s *Service) OperatorExists(ctx context.Context, username string) (bool, error) {
	_, err := s.store.operator(ctx, cleanUsername(username))
	if errors.Is(err, ErrOperatorNotFound) {
		return false, nil
	}
	return err == nil, err
}

// OperatorSeed describes an operator to create or bring up to date.
type OperatorSeed struct {
	Username, Password string
	TOTPSecret         string // base32
	Name, Email        string
	Roles, Offices     []string
}

// EnsureOperator makes the tenant's operator with that username be as described.
func (s *Service) EnsureOperator(ctx context.Context, seed OperatorSeed) error {
	hash, err := s.passwords.hash(ctx, seed.Password)
	if err != nil {
		return err
	}
	sealed, err := s.Secrets.Seal([]byte(seed.TOTPSecret))
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	return s.store.putOperator(ctx, &operatorRow{
		ID: ids.New(), Username: cleanUsername(seed.Username), PasswordHash: hash, TOTPSecret: sealed,
		Name: seed.Name, Email: seed.Email, Roles: nonNil(seed.Roles), Offices: nonNil(seed.Offices),
		CreatedAt: now, UpdatedAt: now,
	})
}

func nonNil(items []string) textArray {
	if items == nil {
		return textArray{}
	}
	return items
}

func cleanUsername(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// Credentials are what an operator signs in with, and from where.
type Credentials struct {
	Username, Password, OneTimeCode string
	Address                         netip.Addr
	OldSession                      string
}

// SignInOperator checks the credentials and returns the cookie value of a new
// session. Whatever is wrong, the answer is the same and takes the same time.
func (s *Service) SignInOperator(ctx context.Context, cred Credentials) (token string, err error) {
	username := cleanUsername(cred.Username)
	pair := attemptKey("password", username, networkOf(cred.Address))
	// The failure is written down before the check, so that many requests at
	// once cannot try more passwords than one after the other.
	if err := s.countAttempt(ctx, pair); err != nil {
		return "", err
	}
	row, err := s.checkPassword(ctx, username, cred.Password)
	if err != nil {
		return "", err
	}
	// Only who knows the password gets here: counting codes by user does not
	// let strangers lock anybody out.
	code := attemptKey("code", row.ID)
	if err := s.countAttempt(ctx, code); err != nil {
		return "", err
	}
	if err := s.checkCode(ctx, row, cred.OneTimeCode); err != nil {
		return "", err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.store.forgetAttempts(ctx, []string{pair, code}); err != nil {
			return err
		}
		token, err = s.openSession(ctx, session{
			Kind: Operator, OperatorID: &row.ID, Provider: "password", Protocol: "password", PlatformMode: modeReal,
		}, cred.OldSession)
		if err != nil {
			return err
		}
		actor := Actor{Kind: Operator, OperatorID: row.ID, Name: row.Name, TenantID: row.TenantID, Roles: row.Roles, Offices: row.Offices}
		return s.Record(WithActor(ctx, actor), "signed-in", "operator", row.ID, nil)
	})
	return token, err
}

func (s *Service) checkPassword(ctx context.Context, username, password string) (operatorRow, error) {
	row, err := s.store.operator(ctx, username)
	if err != nil && !errors.Is(err, ErrOperatorNotFound) {
		return operatorRow{}, err
	}
	ok, err := s.passwords.check(ctx, row.PasswordHash, password)
	if err == nil && !ok {
		err = ErrWrongCredentials
	}
	return row, err
}

// checkCode accepts the code of the current step and of its neighbours, each once.
func (s *Service) checkCode(ctx context.Context, row operatorRow, code string) error {
	secret, err := s.Secrets.Open(row.TOTPSecret)
	if err != nil {
		return err
	}
	now := s.Clock.Now().Unix() / totpPeriod
	for step := now - 1; step <= now+1; step++ {
		ok, err := hotp.ValidateCustom(strings.TrimSpace(code), uint64(step), string(secret), hotp.ValidateOpts{
			Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
		})
		if err != nil || !ok {
			continue
		}
		fresh, err := s.store.spendStep(ctx, row.ID, step)
		if err == nil && !fresh {
			err = ErrWrongCredentials
		}
		return err
	}
	return ErrWrongCredentials
}

// countAttempt refuses while the key is blocked, and otherwise adds a failure,
// which a success takes back. From the sixth on each one doubles the wait.
func (s *Service) countAttempt(ctx context.Context, keyHash string) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		now := s.Clock.Now()
		row, err := s.store.lockAttempt(ctx, keyHash, now)
		if err != nil {
			return err
		}
		if now.Before(row.BlockedUntil) {
			return ErrTooManyAttempts.After(int(math.Ceil(row.BlockedUntil.Sub(now).Seconds())))
		}
		if now.Sub(row.UpdatedAt) > attemptMemory {
			row.Failures = 0
		}
		row.Failures++
		row.UpdatedAt, row.BlockedUntil = now, now.Add(backOff(row.Failures))
		return s.store.updateAttempt(ctx, &row)
	})
}

// backOff is how long the next attempt must wait after that many failures.
func backOff(failures int) time.Duration {
	if failures < freeFailures {
		return 0
	}
	return min(longestBackOff, time.Second<<min(failures-freeFailures+1, 20))
}

// attemptKey hashes the parts: the table of attempts names nobody.
func attemptKey(parts ...string) string {
	b, _ := json.Marshal(parts) // strings always marshal
	return secrets.Hash(string(b))
}

// networkOf is the address, or for IPv6 the network a single customer gets.
func networkOf(addr netip.Addr) string {
	addr = addr.Unmap()
	if addr.Is6() {
		if prefix, err := addr.WithZone("").Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return addr.String()
}
