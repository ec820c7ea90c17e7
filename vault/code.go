package vault

import (
	"errors"
	"time"
)

// Code is one code and the half-open span [From, Until) of wall-clock time it
// is good for. For HOTP both times are zero.
type Code struct {
	Text        string // as typed, without grouping
	From, Until time.Time
}

// Remaining is the time left at now, rounded up to whole seconds as a person
// reads a countdown; never negative. It uses wall-clock time only: Go's
// monotonic clock stands still while a computer sleeps.
func (c Code) Remaining(now time.Time) time.Duration { return 0 }

// CodeAt returns the code of a TOTP or Steam account at t; other types give ErrNoCode.
func CodeAt(a Account, t time.Time) (Code, error) { return Code{}, errors.New("vault: to be written") }

// CodeForCounter returns the HOTP code for one counter. Save the counter before
// showing it: Vault.NextHOTP does both.
func CodeForCounter(a Account, counter uint64) (Code, error) {
	return Code{}, errors.New("vault: to be written")
}

// GroupCode writes a code for reading: 6 digits as 3+3, 8 as 4+4, 7 as 3+4,
// Steam's 5 together.
func GroupCode(text string) string { return text }
