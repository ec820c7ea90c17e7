package kit

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// The limits of a kit, far above what a person has.
const (
	MaxAccounts = 5000
	MaxFile     = 8 << 20 // bytes of a kit file, and of what is in it
	maxID       = 40      // bytes
)

// Kit is what a kit file holds. Its secrets are in Secrets alone: printing a
// Kit shows none.
type Kit struct {
	ID       string    // of this kit, the same as its Copy in the register
	Vault    string    // the id of the vault it was made from; empty: not known
	Created  time.Time // to the second
	Replaces time.Time // when the kit it takes the place of was created; zero: none
	Entries  []Entry   // in the order of the vault's list
}

// Entry is one account in a kit or on a sheet.
type Entry struct {
	// Account has no Recovery. It is of TypeNone where the secret was left out,
	// or where the account has none.
	Account vault.Account
	// Saved is when the credential was saved; zero: not known, or there is none.
	Saved    time.Time
	Recovery *Recovery // nil: no live codes, or they were left out
	// Problem says why something of the account is missing although it was to
	// be there: recovery codes that the vault could not read, or a key URI in a
	// kit that this version does not know. nil: nothing is missing.
	Problem error
}

// Recovery is a set of recovery codes, those that were live.
type Recovery struct {
	Kind     vault.RecoveryKind
	Codes    []vault.Secret // the ones to use next first
	Revision int            // of the set, as vault.RecoveryStatus counts
	Saved    time.Time      // when the set was saved; zero: not known
}

// HasSecret reports whether the entry holds what codes are made from.
func (e Entry) HasSecret() bool { return e.Account.Type != vault.TypeNone }

// Source is what Collect needs of a vault; *vault.Vault is one.
type Source interface {
	Entries(ctx context.Context) ([]vault.Entry, error)
}

var _ Source = (*vault.Vault)(nil)

// Choice says what of a vault goes into a kit or on a sheet.
type Choice struct {
	IDs       []string // the accounts; nil: all
	NoSecrets bool     // recovery codes only
}

// Collect reads the chosen accounts with their live recovery codes. Codes that
// the vault cannot read are noted as the entry's Problem: a kit must not be
// short of something without saying so. An id the vault does not have gives
// vault.ErrNoAccount.
func Collect(ctx context.Context, from Source, choice Choice) ([]Entry, error) {
	all, err := from.Entries(ctx)
	if err != nil {
		return nil, err
	}
	if choice.IDs != nil {
		for _, id := range choice.IDs {
			if !slices.ContainsFunc(all, func(e vault.Entry) bool { return e.Account.ID == id }) {
				return nil, fmt.Errorf("%s: %w", id, vault.ErrNoAccount)
			}
		}
		all = slices.DeleteFunc(all, func(e vault.Entry) bool { return !slices.Contains(choice.IDs, e.Account.ID) })
	}
	if len(all) > MaxAccounts {
		return nil, fmt.Errorf("%d accounts: %w", len(all), ErrTooLarge)
	}
	entries := make([]Entry, 0, len(all))
	for _, stored := range all {
		e := newEntry(stored)
		if choice.NoSecrets {
			e = e.withoutSecret()
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func newEntry(stored vault.Entry) Entry {
	a := stored.Account
	status := a.Recovery
	// What is left to do of an enrolment is of no use elsewhere.
	a.Recovery, a.Open = nil, vault.StepDone
	e := Entry{Account: a, Saved: secretSaved(a)}
	a.Renewed = time.Time{}
	e.Account = a
	if len(stored.Codes) > 0 && status != nil {
		e.Recovery = &Recovery{Kind: status.Kind, Codes: stored.Codes, Revision: status.Revision, Saved: toSecond(status.Saved)}
	} else if status != nil && status.State == vault.RecoveryUnknown {
		e.Problem = fmt.Errorf("recovery codes: %w", vault.ErrDamaged)
	}
	return e
}

// withoutSecret leaves out what codes are made from.
func (e Entry) withoutSecret() Entry {
	e.Account = vault.Account{
		ID: e.Account.ID, Issuer: e.Account.Issuer, Name: e.Account.Name,
		Type: vault.TypeNone, Created: e.Account.Created,
	}
	e.Saved = time.Time{}
	return e
}

// secretSaved is when an account got the credential that it has.
func secretSaved(a vault.Account) time.Time {
	if a.Type == vault.TypeNone {
		return time.Time{}
	}
	if !a.Renewed.IsZero() {
		return toSecond(a.Renewed)
	}
	return toSecond(a.Created)
}

// toSecond is how times are kept: in UTC, to the second.
func toSecond(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return time.Unix(t.Unix(), 0).UTC()
}

// NewID makes the id of a kit or of a copy: 10 letters and digits.
func NewID() string {
	b := make([]byte, 6)
	rand.Read(b)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}
