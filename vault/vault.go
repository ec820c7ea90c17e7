package vault

import (
	"context"
	"errors"
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
}

// Vault is an open vault. Its methods may be called from several goroutines;
// those that take a context talk to the keyring and may wait for a person, so
// a window calls them off its UI goroutine. The others answer from memory.
//
// Every change is all or nothing: after a stop at any point, Open finds the
// state before or after it. It returns nil only when what it wrote was read back.
type Vault struct{}

// Notice is something a person should know about the vault that was opened.
type Notice struct {
	Err   error     // wraps ErrOlder, ErrForeign or ErrDamaged
	Saved time.Time // when the vault that was found was saved
	Seen  time.Time // when a newer one was last seen here
}

var errToBeWritten = errors.New("vault: to be written")

// Open opens the vault that o describes. It unlocks the keyring first, and
// asks for a passphrase when the vault has one.
func Open(ctx context.Context, o Options) (*Vault, error) { return nil, errToBeWritten }

// Notices lists what Open and Reload found wrong without having to give up:
// an older vault or another computer's (changes are refused until
// AcceptOlder), damaged pages (their accounts are missing from Accounts and
// left untouched).
func (v *Vault) Notices() []Notice { return nil }

// AcceptOlder takes the vault as it was found, after the person was told.
func (v *Vault) AcceptOlder(ctx context.Context) error { return errToBeWritten }

// Accounts returns all accounts, ordered by issuer and name as a person reads them.
func (v *Vault) Accounts() []Account { return nil }

// Account returns one, or ErrNoAccount.
func (v *Vault) Account(id string) (Account, error) { return Account{}, errToBeWritten }

// Find returns the accounts a query means: an exact id; else an exact issuer
// or account name, ignoring case; else every word is a prefix of a word of
// issuer or account name.
func (v *Vault) Find(query string) []Account { return FindAccounts(v.Accounts(), query) }

// Duplicate says what Add does with an account whose credential is there already.
type Duplicate int

// The ways to treat duplicates.
const (
	DuplicateRefuse  Duplicate = iota // DuplicateError, nothing changed
	DuplicateKeep                     // both
	DuplicateReplace                  // the new names on the old account, which keeps its id and recovery codes
	DuplicateSkip                     // leave the old one as it is
)

// Add stores accounts, all or none, and returns them as stored, with their
// ids (for a skipped or replaced duplicate, the account that was there).
func (v *Vault) Add(ctx context.Context, accounts []Account, d Duplicate) ([]Account, error) {
	return nil, errToBeWritten
}

// Rename changes issuer and account name.
func (v *Vault) Rename(ctx context.Context, id, issuer, name string) error { return errToBeWritten }

// Removed is an account that was deleted, with its recovery codes, for Undelete.
type Removed struct {
	account Account
	codes   []Secret
}

// Account is the account that was deleted.
func (r *Removed) Account() Account { return r.account }

// Delete removes an account and its recovery codes, and returns what Undelete needs.
func (v *Vault) Delete(ctx context.Context, id string) (*Removed, error) { return nil, errToBeWritten }

// Undelete puts a deleted account back, under its old id.
func (v *Vault) Undelete(ctx context.Context, r *Removed) error { return errToBeWritten }

// NextHOTP saves the account's counter plus one, reads it back, and only then
// returns the code for the old counter.
func (v *Vault) NextHOTP(ctx context.Context, id string) (Code, error) { return Code{}, errToBeWritten }

// RecoveryCodes fetches the live recovery codes: the ones to use next first.
// None: ErrNoRecovery.
func (v *Vault) RecoveryCodes(ctx context.Context, id string) ([]Secret, error) {
	return nil, errToBeWritten
}

// SetRecovery replaces the account's live codes by a newly shown set.
func (v *Vault) SetRecovery(ctx context.Context, id string, set RecoverySet) error {
	return errToBeWritten
}

// RecoveryUse tells what happened to a recovery code.
type RecoveryUse struct {
	Code   Secret   // which one; zero: the first live one
	Failed bool     // it did not work: kept, and marked suspect
	New    []Secret // its successors, when the service showed them; else the state is open (list: until spent)
}

// UseRecovery records that a recovery code was used. The used code is forgotten.
func (v *Vault) UseRecovery(ctx context.Context, id string, use RecoveryUse) error {
	return errToBeWritten
}

// Reload reads the root again and, if another process changed the vault, its
// pages. It reports whether anything changed.
func (v *Vault) Reload(ctx context.Context) (bool, error) { return false, errToBeWritten }

// WitnessPath is the file that changes whenever a process of this computer
// changes the vault, for watching; empty without Options.Dir.
func (v *Vault) WitnessPath() string { return "" }

// Close drops the key and all decrypted values. The vault cannot be used after.
func (v *Vault) Close() {}
