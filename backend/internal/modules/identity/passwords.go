package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
)

const (
	argonMemory  = 19 * 1024 // KiB
	argonTime    = 2
	argonThreads = 1
	argonKeyLen  = 32
	hashWait     = 5 * time.Second
)

// passwords hashes and checks passwords, few at a time: each check takes 19 MiB
// and tens of milliseconds, and must not become a way to exhaust the machine.
type passwords struct {
	slots chan struct{}
	decoy string // checked when the username does not exist, for the same time
}

func newPasswords() *passwords {
	p := &passwords{slots: make(chan struct{}, max(2, runtime.NumCPU()))}
	p.decoy = encodeHash(rand.Text(), []byte(rand.Text())[:16])
	return p
}

// hash returns the password's hash in PHC form.
func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	release, err := p.acquire(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	salt := make([]byte, 16)
	_, _ = rand.Read(salt)
	return encodeHash(password, salt), nil
}

// check reports whether password is the hashed one. An empty hash stands for
// an unknown user: it costs the same and is always false.
func (p *passwords) check(ctx context.Context, hash, password string) (bool, error) {
	release, err := p.acquire(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	known := hash != ""
	if !known {
		hash = p.decoy
	}
	salt, err := saltOf(hash)
	if err != nil {
		return false, err
	}
	same := subtle.ConstantTimeCompare([]byte(encodeHash(password, salt)), []byte(hash)) == 1
	return same && known, nil
}

func (p *passwords) acquire(ctx context.Context) (release func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, hashWait)
	defer cancel()
	select {
	case p.slots <- struct{}{}:
		return func() { <-p.slots }, nil
	case <-ctx.Done():
		return nil, ErrBusy
	}
}

func encodeHash(password string, salt []byte) string {
	key := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, argonKeyLen)
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, argonMemory, argonTime, argonThreads, enc(salt), enc(key))
}

func saltOf(hash string) ([]byte, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return nil, fmt.Errorf("identity: unknown form of password hash")
	}
	return base64.RawStdEncoding.DecodeString(parts[4])
}
