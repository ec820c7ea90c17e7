package vault

import "errors"

// What callers branch on. Every error of the package that stands for one of
// these wraps it; none carries a secret.
var (
	// ErrNotFound: a keyring has no item of that name. The one error that may
	// ever lead to creating something.
	ErrNotFound = errors.New("no such item")
	// ErrNoAccount: the vault has no such account.
	ErrNoAccount = errors.New("no such account")
	// ErrNoCode: this type of account makes no code in this way.
	ErrNoCode = errors.New("this account makes no such code")
	// ErrNoRecovery: the account has no live recovery code.
	ErrNoRecovery = errors.New("no live recovery code")
	// ErrDuplicate: an account with the same credential is there already.
	// DuplicateError says which.
	ErrDuplicate = errors.New("the account is there already")
	// ErrInvalid: an account or recovery code cannot be stored as it is.
	ErrInvalid = errors.New("not a valid account")
	// ErrUsedCode: what should take the place of a used recovery code is that code.
	ErrUsedCode = errors.New("the recovery code that was used")

	// ErrNoBus: there is no session bus, so no keyring can be asked.
	ErrNoBus = errors.New("no session bus")
	// ErrUnavailable: no keyring service is there.
	ErrUnavailable = errors.New("no keyring service")
	// ErrLocked: the keyring is locked.
	ErrLocked = errors.New("the keyring is locked")
	// ErrDismissed: the person closed the keyring's prompt.
	ErrDismissed = errors.New("the keyring prompt was closed")
	// ErrDenied: the keyring or the file refused access.
	ErrDenied = errors.New("access denied")
	// ErrTimeout: the keyring did not answer in time.
	ErrTimeout = errors.New("the keyring did not answer")
	// ErrTooLarge: a value is larger than the keyring takes, or a record larger than a page.
	ErrTooLarge = errors.New("too large to store")
	// ErrNoRoom: the disk, or the part of it that one may use, is full.
	ErrNoRoom = errors.New("no room on the disk")
	// ErrBusy: another process holds the lock, or a write that could not be cancelled is still out.
	ErrBusy = errors.New("the vault is busy")
	// ErrNotSaved: a write was reported as done and reading back showed it was not.
	ErrNotSaved = errors.New("not saved")

	// ErrNoVault: there is no vault here and the caller may not create one.
	ErrNoVault = errors.New("no vault here")
	// ErrVaultGone: there was a vault here (the witness says so) and it is not found.
	ErrVaultGone = errors.New("the vault is gone")
	// ErrOlder: the vault found is older than the one last seen on this computer.
	ErrOlder = errors.New("the vault is older than the one last seen")
	// ErrForeign: the vault was changed elsewhere, from a state this computer does not know.
	ErrForeign = errors.New("the vault was changed on another computer")
	// ErrNewer: a newer Deskfob wrote this vault.
	ErrNewer = errors.New("the vault needs a newer Deskfob")
	// ErrDamaged: an item does not parse or verify.
	ErrDamaged = errors.New("damaged")
	// ErrPassphrase: the vault's passphrase is wrong.
	ErrPassphrase = errors.New("wrong passphrase")
	// ErrNoPassphrase: the vault has a passphrase and none was given.
	ErrNoPassphrase = errors.New("a passphrase is needed")
)

// DuplicateError names the account that an added one repeats.
type DuplicateError struct {
	Existing Account // its Secret is empty
	Index    int     // which of the accounts to add
}

func (e *DuplicateError) Error() string {
	return "the account is there already, with id " + e.Existing.ID
}

// Unwrap makes errors.Is(err, ErrDuplicate) true.
func (e *DuplicateError) Unwrap() error { return ErrDuplicate }
