package vault

import (
	"context"
	"fmt"
	"time"
)

// ReplaceCredential gives an account the credential of with: type, secret,
// algorithm, digits, period and counter. It keeps id, names, recovery codes
// and history; what it had goes to the trash. This is what scanning a new code
// over an old account does. A credential that another account has already is
// refused with a DuplicateError, the account's own is no change.
func (v *Vault) ReplaceCredential(ctx context.Context, id string, with Account) error {
	if err := with.validateCredential(); err != nil {
		return err
	}
	return v.edit(ctx, id, func(d *draft, a *Account) error {
		if a.SameCredential(with) {
			return nil
		}
		for _, other := range d.base.accounts {
			if other.ID != id && other.SameCredential(with) {
				other = other.clone()
				other.Secret = Secret{}
				return &DuplicateError{Existing: other}
			}
		}
		if a.Type != TypeNone { // else there is nothing to take back
			if _, err := d.discard(ctx, *a, nil, TrashReplaced, v.now()); err != nil {
				return err
			}
		}
		return d.setCredential(ctx, *a, with, v.now())
	})
}

// setCredential stores a with the credential of with.
func (d *draft) setCredential(ctx context.Context, a, with Account, now time.Time) error {
	a.Type, a.Secret, a.Algorithm, a.Digits, a.Period = with.Type, with.Secret, with.Algorithm, with.Digits, with.Period
	counter, err := d.counterFor(ctx, with)
	if err != nil {
		return err
	}
	a.Counter, a.Renewed = counter, now
	if a.Open == StepEnrol {
		a.Open = StepDone
	}
	if with.Open != StepDone {
		a.Open = with.Open
	}
	if err := d.dropCounter(ctx, a.ID); err != nil { // it counted for the old secret
		return err
	}
	_, err = d.putAccount(ctx, a, d.base.shelf[a.ID])
	return err
}

// counterFor is the counter that a credential starts with here: one that is in
// the trash has shown codes, which must not be shown again.
func (d *draft) counterFor(ctx context.Context, a Account) (uint64, error) {
	if a.Type != TypeHOTP {
		return a.Counter, nil
	}
	trash, err := d.trash(ctx)
	if err != nil && !isDamage(err) {
		return 0, err
	}
	counter := a.Counter
	for _, t := range trash {
		if was := t.Account.account(); was.SameCredential(a) {
			counter = max(counter, was.Counter)
		}
	}
	return counter, nil
}

// Retire makes an account forget its credential and recovery codes in one
// step, after the service has reset them: they go to the trash together, and
// the account waits to be enrolled again.
func (v *Vault) Retire(ctx context.Context, id string) error {
	return v.edit(ctx, id, func(d *draft, a *Account) error {
		if a.Type == TypeNone && a.Recovery == nil {
			return fmt.Errorf("%s has nothing to retire: %w", id, ErrInvalid)
		}
		if _, err := d.takeOut(ctx, *a, TrashRetired, v.now()); err != nil {
			return err
		}
		left := Account{
			ID: a.ID, Issuer: a.Issuer, Name: a.Name, Type: TypeNone,
			Created: a.Created, Renewed: v.now(), Open: StepEnrol,
		}
		_, err := d.putAccount(ctx, left, 0)
		return err
	})
}

// SetOpen notes what is left of setting an account up; StepDone: nothing.
func (v *Vault) SetOpen(ctx context.Context, id string, step EnrolmentStep) error {
	return v.edit(ctx, id, func(d *draft, a *Account) error {
		if a.Open == step {
			return nil
		}
		a.Open = step
		if err := a.Validate(); err != nil {
			return err
		}
		_, err := d.putAccount(ctx, *a, d.base.shelf[id])
		return err
	})
}

// SetCounter moves the counter of an HOTP account forward, to the one the
// service expects next. A counter never goes back: a code that was shown must
// not be shown again.
func (v *Vault) SetCounter(ctx context.Context, id string, counter uint64) error {
	return v.edit(ctx, id, func(d *draft, a *Account) error {
		if a.Type != TypeHOTP {
			return ErrNoCode
		}
		if counter < a.Counter || counter > MaxCounter {
			return &ParamError{ParamCounter, ReasonRange}
		}
		if counter == a.Counter {
			return nil
		}
		return d.putCounter(ctx, id, counter)
	})
}

// putCounter stores the counter of an account's next code.
func (d *draft) putCounter(ctx context.Context, id string, counter uint64) error {
	rec, err := newRecord(id, counterRecord{id, counter})
	if err != nil {
		return err
	}
	_, err = d.put(ctx, counterPages, d.slotOf(counterPages, id), rec)
	return err
}

// dropCounter forgets an account's counter, if it has one of its own.
func (d *draft) dropCounter(ctx context.Context, id string) error {
	if slot := d.slotOf(counterPages, id); slot != 0 {
		return d.remove(ctx, slot, id)
	}
	return nil
}
