package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Entry is an account with its live recovery codes, as another store holds it:
// a kit, another vault, a foreign file.
type Entry struct {
	Account Account  // with an ID: the account of that id, else a new one
	Codes   []Secret // the live recovery codes, the next to use first
}

// Put stores entries, all or none, and returns the accounts as stored. An
// entry whose id is in the vault takes the place of that account: names,
// credential, recovery codes and what is known of them; a credential that is
// replaced so goes to the trash, and a counter never goes back. An entry of
// another id is added under it, one without an id under a new one.
//
// Account.Recovery tells kind, state, dates and revision of the codes; where it
// is nil, codes are taken as a set saved now, and no codes as none.
func (v *Vault) Put(ctx context.Context, entries []Entry) ([]Account, error) {
	return v.putAll(ctx, func(*draft) ([]Entry, error) { return entries, nil })
}

// Merge is Put of what choose makes of the entries that the vault has at that
// moment: nothing can come between looking and storing. choose may be called
// several times, and must not call the vault.
func (v *Vault) Merge(ctx context.Context, choose func(present []Entry) ([]Entry, error)) ([]Account, error) {
	return v.putAll(ctx, func(d *draft) ([]Entry, error) {
		present, _, err := d.entries(ctx)
		if err != nil {
			return nil, err
		}
		return choose(present)
	})
}

func (v *Vault) putAll(ctx context.Context, choose func(d *draft) ([]Entry, error)) ([]Account, error) {
	var ids []string
	err := v.change(ctx, func(d *draft) error {
		ids = ids[:0]
		entries, err := choose(d)
		if err != nil {
			return err
		}
		taken := map[string]Account{}
		for _, e := range entries {
			if err := e.validate(); err != nil {
				return err
			}
			id, err := d.putEntry(ctx, e, taken, v.now())
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	stored := make([]Account, 0, len(ids))
	for _, id := range ids {
		a, err := v.Account(id)
		if err != nil {
			return nil, fmt.Errorf("stored, and changed again since: %w", err)
		}
		stored = append(stored, a)
	}
	return stored, nil
}

func (e Entry) validate() error {
	if err := e.Account.Validate(); err != nil {
		return err
	}
	if len(e.Account.ID) > MaxNoteKey {
		return fmt.Errorf("an id of %d bytes: %w", len(e.Account.ID), ErrInvalid)
	}
	if len(e.Codes) == 0 {
		return nil
	}
	set := RecoverySet{Codes: e.Codes}
	if e.Account.Recovery != nil {
		set.Kind = e.Account.Recovery.Kind
	}
	return set.validate()
}

// putEntry stores one entry and returns its id. taken holds those of the
// entries before it.
func (d *draft) putEntry(ctx context.Context, e Entry, taken map[string]Account, now time.Time) (string, error) {
	a := e.Account.clone()
	if _, twice := taken[a.ID]; twice {
		return "", fmt.Errorf("two entries with the id %s: %w", a.ID, ErrInvalid)
	}
	old, had := d.base.accounts[a.ID]
	switch {
	case a.ID == "":
		a.ID = freeID(d.base.accounts)
		for ; taken[a.ID].ID != ""; a.ID = freeID(d.base.accounts) {
		}
	case had && !old.SameCredential(a) && old.Type != TypeNone:
		if _, err := d.discard(ctx, old, nil, TrashReplaced, now); err != nil {
			return "", err
		}
		if err := d.dropCounter(ctx, a.ID); err != nil {
			return "", err
		}
		if a.Renewed.IsZero() {
			a.Renewed = now
		}
	case had:
		a.Counter = max(a.Counter, old.Counter)
	}
	if a.Created.IsZero() {
		a.Created = now
	}
	var err error
	if a.Counter, err = d.counterFor(ctx, a); err != nil {
		return "", err
	}
	taken[a.ID] = a
	if same, err := d.holds(ctx, a, e.Codes); err != nil || same {
		return a.ID, err
	}
	a.Recovery = recoveryOf(e, now)
	return a.ID, d.store(ctx, a, e.Codes)
}

// holds reports whether the vault has the account with exactly these codes, so
// that nothing has to be written.
func (d *draft) holds(ctx context.Context, a Account, codes []Secret) (bool, error) {
	old, had := d.base.accounts[a.ID]
	if !had || !sameAccount(old, a) {
		return false, nil
	}
	have, err := d.codes(ctx, a.ID)
	if err != nil {
		if isDamage(err) {
			return false, nil
		}
		return false, err
	}
	return slices.EqualFunc(have, codes, Secret.Equal), nil
}

// recoveryOf is the status of an entry's codes.
func recoveryOf(e Entry, now time.Time) *RecoveryStatus {
	s := e.Account.Recovery
	if s == nil && len(e.Codes) == 0 {
		return nil
	}
	if s == nil {
		s = &RecoveryStatus{Kind: RecoverySet{Codes: e.Codes}.kindFor(""), Saved: now, Revision: 1}
		s.note(now, "saved")
	} else {
		copied := *s
		copied.Events = slices.Clone(s.Events)
		s = &copied
	}
	s.Left = len(e.Codes)
	s.Total = max(s.Total, s.Left)
	switch {
	case s.Left > 0 && (s.State == "" || s.State == RecoverySpent || s.State == RecoveryOpen || s.State == RecoveryUnknown):
		s.State = RecoveryLive
	case s.Left == 0 && s.Kind == RecoveryRotating && s.State != RecoveryUnknown:
		s.State = RecoveryOpen
	case s.Left == 0 && s.State != RecoveryUnknown:
		s.State = RecoverySpent
	}
	return s
}

// sameAccount reports whether two accounts are the same in all that is stored
// with their record.
func sameAccount(a, b Account) bool {
	if a.ID != b.ID || a.Issuer != b.Issuer || a.Name != b.Name || a.Type != b.Type || !a.Secret.Equal(b.Secret) ||
		a.Algorithm != b.Algorithm || a.Digits != b.Digits || a.Period != b.Period || a.Counter != b.Counter ||
		a.Created.Unix() != b.Created.Unix() || unixOrZero(a.Renewed) != unixOrZero(b.Renewed) || a.Open != b.Open {
		return false
	}
	if (a.Recovery == nil) != (b.Recovery == nil) {
		return false
	}
	if a.Recovery == nil {
		return true
	}
	r, s := a.Recovery, b.Recovery
	return r.Kind == s.Kind && r.State == s.State && r.Left == s.Left && r.Failed == s.Failed && r.Total == s.Total &&
		unixOrZero(r.Saved) == unixOrZero(s.Saved) && r.Revision == s.Revision
}

// Entries reads all accounts with their recovery codes, ordered as Accounts
// are. An account whose codes cannot be read comes without them, its state RecoveryUnknown.
func (v *Vault) Entries(ctx context.Context) ([]Entry, error) {
	var entries []Entry
	var lost error
	err := v.look(ctx, func(d *draft) (err error) {
		if entries, lost, err = d.entries(ctx); err != nil {
			return err
		}
		return lost // look again
	})
	if lost != nil && errors.Is(err, lost) {
		return entries, nil
	}
	return entries, err
}

// entries reads all accounts with their recovery codes. lost says why some
// codes cannot be read.
func (d *draft) entries(ctx context.Context) (entries []Entry, lost, err error) {
	for _, a := range sortedAccounts(d.base.accounts) {
		codes, err := d.codes(ctx, a.ID)
		if err != nil && !isDamage(err) {
			return nil, nil, err
		}
		if err != nil {
			lost = err
			if a.Recovery != nil {
				a.Recovery.State, a.Recovery.Left = RecoveryUnknown, 0
			}
		}
		entries = append(entries, Entry{a, codes})
	}
	return entries, lost, nil
}
