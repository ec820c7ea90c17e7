package vault

import (
	"context"
	"path/filepath"
	"time"
)

// Options say how Open finds a vault.
type Options struct {
	// Keyring holds the items.
	Keyring Keyring
	// Dir is the folder of the witness and the lock; it is made (0700) when
	// missing. Empty: neither, for vaults that live in memory.
	Dir string
	// Scope is the short stable name that this vault's files in Dir are named
	// after, so that two vaults never share a witness: "keyring" (also when
	// empty) for the OS keyring, "file-" and 16 hex digits for a file. OpenAt sets it.
	Scope string
	// LockPath is the file that is locked around each change; empty: a file in
	// Dir beside the witness. OpenAt sets PATH.lock for a file, so that every
	// computer that mounts the folder meets the same lock.
	LockPath string
	// Passphrase is called when the vault has a passphrase, or (with create
	// true) when one must be chosen for a new vault. The bytes are wiped after use. nil:
	// ErrNoPassphrase. Called without any lock held.
	Passphrase func(ctx context.Context, create bool) ([]byte, error)
	// RequirePassphrase makes a new vault ask for a passphrase.
	RequirePassphrase bool
	// MustExist makes Open fail with ErrNoVault where there is none; otherwise
	// a place without a vault is an empty vault, created by its first change.
	MustExist bool
	// Now is the clock; nil is time.Now.
	Now func() time.Time

	kdf kdfSpec // what a new passphrase costs; zero: the standard, tests take less
}

func (o Options) scope() string {
	if o.Scope == "" {
		return "keyring"
	}
	return o.Scope
}

// witnessPath is empty for a vault without a data folder.
func (o Options) witnessPath() string {
	if o.Dir == "" {
		return ""
	}
	return filepath.Join(o.Dir, o.scope()+".witness.json")
}

func (o Options) lockPath() string {
	if o.LockPath != "" || o.Dir == "" {
		return o.LockPath
	}
	return filepath.Join(o.Dir, o.scope()+".lock")
}
