package vault

import (
	"context"
	"fmt"
)

// Duplicate says what Add does with an account whose credential is there already.
type Duplicate int

// The ways to treat duplicates.
const (
	DuplicateRefuse  Duplicate = iota // DuplicateError, nothing changed
	DuplicateKeep                     // both
	DuplicateReplace                  // the new names on the old account, which keeps its id and recovery codes
	DuplicateSkip                     // leave the old one as it is
)

const accountIDBytes = 6

// Add stores accounts, all or none, and returns them as stored, with their
// ids (for a skipped or replaced duplicate, the account that was there).
// Accounts that repeat one another count as duplicates too.
func (v *Vault) Add(ctx context.Context, accounts []Account, treat Duplicate) ([]Account, error) {
	for _, a := range accounts {
		if err := a.Validate(); err != nil {
			return nil, err
		}
	}
	var stored []Account
	err := v.change(ctx, func(d *draft) error {
		stored = stored[:0]
		known := newBook(d.base.accounts)
		for i, a := range accounts {
			a, err := d.addOne(ctx, known, i, a, treat, v.now().Unix())
			if err != nil {
				return err
			}
			stored = append(stored, a)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return stored, nil
}

func (d *draft) addOne(ctx context.Context, known *book, i int, a Account, treat Duplicate, now int64) (Account, error) {
	existing, found := known.same(a)
	if found && treat == DuplicateRefuse {
		existing.Secret = Secret{}
		return a, &DuplicateError{existing, i}
	}
	if found && treat == DuplicateSkip {
		return existing.clone(), nil
	}
	if found && treat == DuplicateReplace {
		existing.Issuer, existing.Name = a.Issuer, a.Name
		existing.Counter = max(existing.Counter, a.Counter)
		a = existing
	} else {
		a.ID, a.Created, a.Recovery = known.freeID(), timeOrZero(now), nil
		var err error
		if a.Counter, err = d.counterFor(ctx, a); err != nil {
			return a, err
		}
	}
	known.add(a)
	_, err := d.putAccount(ctx, a, d.base.shelf[a.ID])
	return a.clone(), err
}

// putAccount stores an account's record; shelf is the slot of its recovery page.
func (d *draft) putAccount(ctx context.Context, a Account, shelf int) (int, error) {
	rec, err := newRecord(a.ID, a.stored(shelf))
	if err != nil {
		return 0, err
	}
	return d.put(ctx, accountPages, d.slotOf(accountPages, a.ID), rec)
}

// book finds accounts by id and by credential while several are added.
type book struct {
	byID  map[string]Account
	order map[[2]string]string // secret and type to id
}

func newBook(accounts map[string]Account) *book {
	b := &book{map[string]Account{}, map[[2]string]string{}}
	for _, a := range accounts {
		b.add(a)
	}
	return b
}

func (b *book) add(a Account) {
	b.byID[a.ID] = a
	b.order[credential(a)] = a.ID
}

func credential(a Account) [2]string {
	return [2]string{string(a.Secret.bytes()), fmt.Sprint(a.Type, a.Algorithm, a.Digits, a.Period)}
}

func (b *book) same(a Account) (Account, bool) {
	existing, found := b.byID[b.order[credential(a)]]
	return existing, found && existing.SameCredential(a)
}

func (b *book) freeID() string { return freeID(b.byID) }

// freeID is an account id that none of accounts has.
func freeID(accounts map[string]Account) string {
	for {
		id := newID(accountIDBytes)
		if _, taken := accounts[id]; !taken {
			return id
		}
	}
}

// edit changes one account's record.
func (v *Vault) edit(ctx context.Context, id string, f func(d *draft, a *Account) error) error {
	return v.change(ctx, func(d *draft) error {
		a, ok := d.base.accounts[id]
		if !ok {
			return fmt.Errorf("%s: %w", id, ErrNoAccount)
		}
		a = a.clone()
		return f(d, &a)
	})
}

// Rename changes issuer and account name.
func (v *Vault) Rename(ctx context.Context, id, issuer, name string) error {
	return v.edit(ctx, id, func(d *draft, a *Account) error {
		if a.Issuer == issuer && a.Name == name {
			return nil
		}
		a.Issuer, a.Name = issuer, name
		if err := a.Validate(); err != nil {
			return err
		}
		_, err := d.putAccount(ctx, *a, d.base.shelf[id])
		return err
	})
}

// NextHOTP saves the account's counter plus one, reads it back, and only then
// returns the code for the old counter.
func (v *Vault) NextHOTP(ctx context.Context, id string) (Code, error) {
	var used Account
	err := v.edit(ctx, id, func(d *draft, a *Account) error {
		if a.Type != TypeHOTP {
			return ErrNoCode
		}
		used = *a
		return d.putCounter(ctx, id, a.Counter+1)
	})
	if err != nil {
		return Code{}, err
	}
	return CodeForCounter(used, used.Counter)
}
