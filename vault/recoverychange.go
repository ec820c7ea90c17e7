package vault

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Limits of a recovery set: more is no set of recovery codes, and a set has to
// fit on one page.
const (
	maxRecoveryCodes  = 64
	maxRecoveryLength = 128 // bytes of one code
	maxRecoveryEvents = 20
)

// RecoveryCodes fetches the live recovery codes: the ones to use next first.
// None: ErrNoRecovery.
func (v *Vault) RecoveryCodes(ctx context.Context, id string) ([]Secret, error) {
	var codes []Secret
	err := v.look(ctx, func(d *draft) (err error) {
		if _, ok := d.base.accounts[id]; !ok {
			return fmt.Errorf("%s: %w", id, ErrNoAccount)
		}
		codes, err = d.codes(ctx, id)
		return err
	})
	if err == nil && len(codes) == 0 {
		return nil, ErrNoRecovery
	}
	return codes, err
}

// look reads from pages that are not in memory. What seems damaged is believed
// when a second look at the same commit agrees: another process may have
// replaced the page meanwhile.
func (v *Vault) look(ctx context.Context, read func(d *draft) error) error {
	const looks = 20
	var doubted *root
	for range looks {
		s := v.lend()
		d := newDraft(v.keyring, s)
		err := read(d)
		d.forget()
		s.wipeAccounts()
		clear(s.key)
		if !isDamage(err) || doubted != nil && s.root == doubted {
			return err
		}
		doubted = s.root
		if _, err := v.Reload(ctx); err != nil {
			return err
		}
	}
	return fmt.Errorf("the vault changes faster than it can be read: %w", ErrBusy)
}

// codes returns the stored codes of an account, none when it has none.
func (d *draft) codes(ctx context.Context, id string) ([]Secret, error) {
	shelf := d.base.shelf[id]
	if shelf == 0 {
		return nil, nil
	}
	return d.codesAt(ctx, shelf, id)
}

// codesAt returns the codes of a record on the recovery page with that number.
func (d *draft) codesAt(ctx context.Context, shelf int, id string) ([]Secret, error) {
	p, err := d.fetch(ctx, shelf)
	if err != nil {
		return nil, err
	}
	i := p.find(id)
	if i < 0 {
		return nil, fmt.Errorf("no recovery codes on page %d: %w", shelf, ErrDamaged)
	}
	var stored codesRecord
	if err := json.Unmarshal(p.records[i].data, &stored); err != nil {
		return nil, fmt.Errorf("recovery codes on page %d: %w", shelf, ErrDamaged)
	}
	codes := make([]Secret, len(stored.Codes))
	for i, c := range stored.Codes {
		codes[i] = NewSecret(c)
		clear(c)
	}
	return codes, nil
}

// putCodes stores an account's live codes and returns the slot of their page,
// 0 when none are left. shelf is the slot they were on.
// Codes on a page that cannot be read are left there: a new set must not fail
// because the old one is damaged.
func (d *draft) putCodes(ctx context.Context, id string, shelf int, codes []Secret) (int, error) {
	if shelf != 0 {
		if _, err := d.fetch(ctx, shelf); isDamage(err) {
			shelf = 0
		}
	}
	if len(codes) == 0 {
		if shelf == 0 {
			return 0, nil
		}
		return 0, d.remove(ctx, shelf, id)
	}
	stored := codesRecord{ID: id}
	for _, c := range codes {
		stored.Codes = append(stored.Codes, c.bytes())
	}
	rec, err := newRecord(id, stored)
	if err != nil {
		return 0, err
	}
	return d.put(ctx, recoveryPages, shelf, rec)
}

// SetRecovery replaces the account's live codes by a newly shown set.
func (v *Vault) SetRecovery(ctx context.Context, id string, set RecoverySet) error {
	if err := set.validate(); err != nil {
		return err
	}
	return v.edit(ctx, id, func(d *draft, a *Account) error {
		return d.setRecovery(ctx, a, set, v.now())
	})
}

func (d *draft) setRecovery(ctx context.Context, a *Account, set RecoverySet, now time.Time) error {
	status := a.Recovery
	if status == nil {
		status = &RecoveryStatus{}
	}
	status.Kind = set.kindFor(status.Kind)
	if status.Left > 0 {
		status.note(now, "replaced")
	}
	status.note(now, "saved")
	status.State, status.Left, status.Failed, status.Total = RecoveryLive, len(set.Codes), 0, len(set.Codes)
	status.Saved = now
	status.Revision++
	a.Recovery = status
	if a.Open == StepRecovery {
		a.Open = StepDone
	}
	return d.store(ctx, *a, set.Codes)
}

// store writes an account's codes and its record together.
func (d *draft) store(ctx context.Context, a Account, codes []Secret) error {
	shelf, err := d.putCodes(ctx, a.ID, d.base.shelf[a.ID], codes)
	if err != nil {
		return err
	}
	_, err = d.putAccount(ctx, a, shelf)
	return err
}

// kindFor is the kind of a set that does not name one: several codes are a
// list, one code stays what the account had.
func (s RecoverySet) kindFor(before RecoveryKind) RecoveryKind {
	switch {
	case s.Kind != "":
		return s.Kind
	case len(s.Codes) > 1:
		return RecoveryList
	case before != "":
		return before
	}
	return RecoveryRotating
}

func (s RecoverySet) validate() error {
	switch s.Kind {
	case "", RecoveryRotating, RecoveryList, RecoveryRemoval:
	default:
		return fmt.Errorf("recovery kind %q: %w", s.Kind, ErrInvalid)
	}
	if len(s.Codes) == 0 || len(s.Codes) > maxRecoveryCodes {
		return fmt.Errorf("%d recovery codes: %w", len(s.Codes), ErrInvalid)
	}
	if s.Kind == RecoveryRotating && len(s.Codes) > 1 {
		return fmt.Errorf("%d codes where one replaces the other: %w", len(s.Codes), ErrInvalid)
	}
	for i, c := range s.Codes {
		if c.IsZero() || c.Len() > maxRecoveryLength {
			return fmt.Errorf("recovery code %d of %d bytes: %w", i+1, c.Len(), ErrInvalid)
		}
	}
	return nil
}

// RecoveryUse tells what happened to a recovery code.
type RecoveryUse struct {
	Code   Secret   // which one; zero: the first live one
	Failed bool     // it did not work: kept, and marked suspect
	New    []Secret // its successors, when the service showed them; else the state is open (list: until spent)
}

// UseRecovery records that a recovery code was used. The used code is
// forgotten, and refused with ErrUsedCode as its own successor; one that failed
// is kept, behind those not tried yet.
func (v *Vault) UseRecovery(ctx context.Context, id string, use RecoveryUse) error {
	next := RecoverySet{Codes: use.New}
	if len(use.New) > 0 {
		if use.Failed {
			return fmt.Errorf("a code that failed has no successor: %w", ErrInvalid)
		}
		if err := next.validate(); err != nil {
			return err
		}
	}
	return v.edit(ctx, id, func(d *draft, a *Account) error {
		codes, err := d.codes(ctx, id)
		if err != nil {
			return err
		}
		at := 0
		if !use.Code.IsZero() {
			at = findRecoveryCode(codes, use.Code)
		}
		if len(codes) == 0 || at < 0 {
			return ErrNoRecovery
		}
		used := codes[at]
		if findRecoveryCode(use.New, used) >= 0 {
			return fmt.Errorf("among its successors: %w", ErrUsedCode)
		}
		codes = slices.Delete(slices.Clone(codes), at, at+1)
		if use.Failed {
			codes = append(codes, used)
		}
		a.Recovery.use(use.Failed, at, len(codes), v.now())
		if len(use.New) > 0 {
			return d.setRecovery(ctx, a, next, v.now())
		}
		return d.store(ctx, *a, codes)
	})
}

// use moves the status on after a code was tried, which was number at from 0.
func (s *RecoveryStatus) use(failed bool, at, left int, now time.Time) {
	if at >= s.Left-s.Failed { // it had failed before
		s.Failed = max(0, s.Failed-1)
	}
	if failed {
		s.Failed++
	}
	s.Left = left
	switch {
	case failed:
		s.State = RecoverySuspect
		s.note(now, "failed")
		return
	case s.Kind == RecoveryRotating:
		s.State = RecoveryOpen
	case left == 0:
		s.State = RecoverySpent
	case left == s.Failed:
		s.State = RecoverySuspect
	default:
		s.State = RecoveryLive
	}
	s.note(now, "used")
}

func (s *RecoveryStatus) note(now time.Time, what string) {
	s.Events = append(s.Events, RecoveryEvent{now, what})
	s.Events = s.Events[max(0, len(s.Events)-maxRecoveryEvents):]
}

// findRecoveryCode finds a code as a person types it: exactly, else without
// regard to case, spaces and dashes; -1 for none.
func findRecoveryCode(codes []Secret, typed Secret) int {
	if i := slices.IndexFunc(codes, typed.Equal); i >= 0 {
		return i
	}
	plain := strings.NewReplacer(" ", "", "-", "")
	fold := func(s Secret) string { return strings.ToLower(plain.Replace(string(s.bytes()))) }
	return slices.IndexFunc(codes, func(c Secret) bool { return fold(c) == fold(typed) })
}
