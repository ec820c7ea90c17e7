package vault

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"runtime/debug"

	"golang.org/x/crypto/argon2"
)

// Argon2id (RFC 9106) as a new passphrase gets it: 128 MiB, 3 passes, 2 lanes;
// about half a second on a small machine. Stored with the vault, so that it can
// change without a new format.
const (
	kdfTime    = 3
	kdfMemory  = 128 * 1024 // KiB
	kdfThreads = 2
	kdfSalt    = 16 // bytes
)

// What a vault may ask for. The numbers come from a file that anyone may have
// written: without limits it could take all memory before the first check.
const (
	kdfMaxTime    = 64
	kdfMaxMemory  = 1024 * 1024 // KiB
	kdfMaxThreads = 16
)

// keySlot is how a root carries the data key: bare, where the keyring is what
// protects it, or wrapped by a key that comes from the passphrase.
type keySlot struct {
	Bare    []byte   `json:"bare,omitempty"`
	KDF     *kdfSpec `json:"argon2id,omitempty"`
	Wrapped []byte   `json:"wrapped,omitempty"`
}

type kdfSpec struct {
	Salt    []byte `json:"salt"`
	Time    uint32 `json:"time"`
	Memory  uint32 `json:"memory"` // KiB
	Threads uint8  `json:"threads"`
}

func (s keySlot) hasPassphrase() bool { return s.KDF != nil }

func bareSlot(key []byte) keySlot { return keySlot{Bare: bytes.Clone(key)} }

// wrapKey makes the slot for a passphrase. The vault id is bound to it, so
// that a slot moved to another vault does not open.
func wrapKey(spec kdfSpec, key, passphrase []byte, vault string) keySlot {
	if spec.Time == 0 {
		spec = kdfSpec{Time: kdfTime, Memory: kdfMemory, Threads: kdfThreads}
	}
	spec.Salt = make([]byte, kdfSalt)
	rand.Read(spec.Salt)
	wrapping := spec.derive(passphrase)
	defer clear(wrapping)
	return keySlot{KDF: &spec, Wrapped: sealBytes(wrapping, key, keyAD(vault))}
}

// unwrap returns the data key. A passphrase that does not open it is
// ErrPassphrase: whether it is wrong or the slot was damaged cannot be told.
func (s keySlot) unwrap(passphrase []byte, vault string) ([]byte, error) {
	if err := s.KDF.check(); err != nil {
		return nil, err
	}
	wrapping := s.KDF.derive(passphrase)
	defer clear(wrapping)
	key, err := openBytes(wrapping, s.Wrapped, keyAD(vault))
	if err != nil || len(key) != keySize {
		return nil, ErrPassphrase
	}
	return key, nil
}

// derive gives the memory it took back to the system: a program that stays
// open for days must not keep it for half a second of work.
func (k kdfSpec) derive(passphrase []byte) []byte {
	defer debug.FreeOSMemory()
	return argon2.IDKey(passphrase, k.Salt, k.Time, k.Memory, k.Threads, keySize)
}

func (k kdfSpec) check() error {
	if k.Time < 1 || k.Time > kdfMaxTime || k.Memory < 8 || k.Memory > kdfMaxMemory ||
		k.Threads < 1 || k.Threads > kdfMaxThreads || len(k.Salt) < 8 {
		return fmt.Errorf("passphrase parameters out of range: %w", ErrDamaged)
	}
	return nil
}

func keyAD(vault string) string { return "deskfob 1 key " + vault }
