package vault

import (
	"crypto/subtle"
	"fmt"
	"runtime"
	"unsafe"
)

// redacted is what every way of printing a Secret shows.
const redacted = "[secret]"

// Secret holds bytes that must not reach a log, an error or a screen by
// accident. Every fmt verb, JSON and text encoding print a placeholder; the
// one way to the value is Expose. The zero Secret is empty. Secrets are
// compared with Equal: == does not compile.
type Secret struct {
	_ [0]func()
	// Behind two pointers because fmt cannot call Format on a Secret in an
	// unexported field of some other struct: it then prints what it finds, and
	// for some verbs follows one pointer. It must find an address, no bytes.
	b **[]byte
}

// NewSecret returns a Secret with a copy of b, which is overwritten when
// nothing refers to it any more.
func NewSecret(b []byte) Secret {
	if len(b) == 0 {
		return Secret{}
	}
	held := new([]byte)
	*held = selfWiping(b)
	return Secret{b: &held}
}

// selfWiping copies b to memory that the garbage collector overwrites before
// it takes it back. That counts for every slice of it, so a reader that has the
// bytes and no Secret any more is safe. Go puts objects below 16 bytes together
// and then knows no end of a single one.
func selfWiping(b []byte) []byte {
	c := append(make([]byte, 0, max(16, len(b))), b...)
	n := cap(c)
	runtime.SetFinalizer(&c[0], func(first *byte) { clear(unsafe.Slice(first, n)) })
	return c
}

// bytes returns the bytes themselves, for reading only.
func (s Secret) bytes() []byte {
	if s.b == nil {
		return nil
	}
	return **s.b
}

// Expose returns a copy of the bytes. Grep for it to find every place where a
// secret leaves its wrapper.
func (s Secret) Expose() []byte { return append([]byte(nil), s.bytes()...) }

// Len is the number of bytes.
func (s Secret) Len() int { return len(s.bytes()) }

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.Len() == 0 }

// Equal compares two secrets in constant time.
func (s Secret) Equal(t Secret) bool { return subtle.ConstantTimeCompare(s.bytes(), t.bytes()) == 1 }

// String returns a placeholder.
func (s Secret) String() string { return redacted }

// GoString returns a placeholder.
func (s Secret) GoString() string { return redacted }

// Format writes a placeholder for every verb.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, redacted) }

// MarshalText returns a placeholder, also for JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
