package vault

import (
	"crypto/subtle"
	"fmt"
)

// redacted is what every way of printing a Secret shows.
const redacted = "[secret]"

// Secret holds bytes that must not reach a log, an error or a screen by
// accident. Every fmt verb, JSON and text encoding print a placeholder; the
// one way to the value is Expose. The zero Secret is empty.
type Secret struct{ b []byte }

// NewSecret returns a Secret with a copy of b.
func NewSecret(b []byte) Secret { return Secret{append([]byte(nil), b...)} }

// Expose returns a copy of the bytes. Grep for it to find every place where a
// secret leaves its wrapper.
func (s Secret) Expose() []byte { return append([]byte(nil), s.b...) }

// Len is the number of bytes.
func (s Secret) Len() int { return len(s.b) }

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return len(s.b) == 0 }

// Equal compares two secrets in constant time.
func (s Secret) Equal(t Secret) bool { return subtle.ConstantTimeCompare(s.b, t.b) == 1 }

// String returns a placeholder.
func (s Secret) String() string { return redacted }

// GoString returns a placeholder.
func (s Secret) GoString() string { return redacted }

// Format writes a placeholder for every verb.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, redacted) }

// MarshalText returns a placeholder, also for JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
