// Package secrets seals what must not lie readable in the database, such as
// the credentials of a municipality, and makes the random tokens of sessions
// and links.
package secrets

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
)

// ErrSealed says that a sealed text is damaged or was sealed with another key.
var ErrSealed = errors.New("the sealed text does not open with this key")

// prefix names the way of sealing, so that it can change without guessing.
const prefix = "v1."

// Box seals and opens texts with AES-256-GCM.
type Box struct {
	aead cipher.AEAD
}

// New returns a Box that uses key, which must be 32 bytes long.
func New(key []byte) (*Box, error) {
	if len(key) != 32 {
		return nil, errors.New("the secret key must be 32 bytes long")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return &Box{aead: aead}, nil
}

// Seal encrypts plain. Two calls never give the same text.
func (b *Box) Seal(plain []byte) (string, error) {
	nonce := make([]byte, b.aead.NonceSize(), b.aead.NonceSize()+len(plain)+b.aead.Overhead())
	if _, err := rand.Read(nonce); err != nil {
		return "", err
	}
	return prefix + base64.RawURLEncoding.EncodeToString(b.aead.Seal(nonce, nonce, plain, nil)), nil
}

// Open decrypts what Seal returned.
func (b *Box) Open(sealed string) ([]byte, error) {
	text, ok := strings.CutPrefix(sealed, prefix)
	if !ok {
		return nil, ErrSealed
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) < b.aead.NonceSize() {
		return nil, ErrSealed
	}
	plain, err := b.aead.Open(nil, raw[:b.aead.NonceSize()], raw[b.aead.NonceSize():], nil)
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// RandomToken returns n random bytes as text that is safe in an address and
// in a cookie.
func RandomToken(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // crypto/rand.Read never fails; it ends the process instead
	return base64.RawURLEncoding.EncodeToString(b)
}

// Hash returns the form in which a token is stored: who reads the table
// cannot use it. Tokens are long and random, so no salt is needed.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
