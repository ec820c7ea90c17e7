package kit

import "errors"

// What callers branch on. None carries a secret.
var (
	// ErrNotKit: the file is something else than a kit, or is locked with a
	// key instead of a passphrase.
	ErrNotKit = errors.New("not a recovery kit")
	// ErrPassphrase: the passphrase does not open the kit. A kit whose first
	// lines were changed says the same: the two cannot be told apart.
	ErrPassphrase = errors.New("wrong passphrase of the kit")
	// ErrNoPassphrase: a kit cannot be written or read without a passphrase.
	ErrNoPassphrase = errors.New("the kit's passphrase is empty")
	// ErrDamaged: the kit was changed or cut off after it was written.
	ErrDamaged = errors.New("the kit is damaged")
	// ErrNewer: a newer Deskfob wrote the kit.
	ErrNewer = errors.New("the kit needs a newer Deskfob")
	// ErrTooLarge: more than a kit may hold, or more work than opening one may cost.
	ErrTooLarge = errors.New("too large for a recovery kit")
	// ErrInvalid: an entry could not be read back from a kit as it is.
	ErrInvalid = errors.New("not a valid entry of a kit")
	// ErrExists: there is a file of that name that is no kit or sheet of this vault.
	ErrExists = errors.New("another file is there already")
	// ErrHasMore: the kit that is there has something that the new one would
	// not have. It may be the only copy.
	ErrHasMore = errors.New("the kit that is there has more")
	// ErrNotSaved: the file that was written reads back as something else.
	ErrNotSaved = errors.New("not saved")
	// ErrNoCopy: the register has no copy of that id.
	ErrNoCopy = errors.New("no such copy")
)
