package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Move brings everything from one vault into another and then erases the
// first: accounts with their ids, recovery codes and history, the trash, and
// notes. Before anything is erased, every account is read back from where it
// went and compared. to may hold accounts already; they stay. Of one account that
// is in both and is not the same there, what was saved last stays, and the other
// goes to the trash with its recovery codes. A stop at any point loses nothing:
// Move can be called again and goes on. A vault of which a part cannot be read is
// refused with ErrDamaged; see Repair.
func Move(ctx context.Context, from, to *Vault) error {
	const tries = 4
	for range tries {
		err := moveOnce(ctx, from, to)
		if !errors.Is(err, errMoved) {
			return err
		}
	}
	return fmt.Errorf("another process keeps changing the vault: %w", ErrBusy)
}

func moveOnce(ctx context.Context, from, to *Vault) error {
	health, err := from.Check(ctx)
	if err != nil {
		return err
	}
	if len(health.Problems) > 0 {
		return fmt.Errorf("a part of the vault cannot be read: %w", ErrDamaged)
	}
	for _, n := range from.Notices() { // it could not be erased afterwards
		if errors.Is(n.Err, ErrOlder) || errors.Is(n.Err, ErrForeign) {
			return n.Err
		}
	}
	all, err := from.everything(ctx)
	if err != nil {
		return err
	}
	if all.commit == "" {
		return ErrNoVault
	}
	if all.entries, err = to.take(ctx, all); err != nil {
		return err
	}
	if err := to.compareWith(ctx, all); err != nil {
		return err
	}
	return from.eraseIf(ctx, all.commit)
}

// contents is everything a vault holds, read at one commit.
type contents struct {
	commit  string
	entries []Entry
	trash   []trashRecord
	codes   map[string][]Secret // the recovery codes of things in the trash
	notes   map[string][]byte
}

func (v *Vault) everything(ctx context.Context) (contents, error) {
	var all contents
	err := v.look(ctx, func(d *draft) error {
		all = contents{codes: map[string][]Secret{}, notes: d.base.notes}
		if d.base.root == nil {
			return nil
		}
		all.commit = d.base.root.Commit
		for _, a := range sortedAccounts(d.base.accounts) {
			codes, err := d.codes(ctx, a.ID)
			if err != nil {
				return err
			}
			all.entries = append(all.entries, Entry{a, codes})
		}
		return d.readTrash(ctx, &all)
	})
	return all, err
}

func (d *draft) readTrash(ctx context.Context, all *contents) error {
	trash, err := d.trash(ctx)
	if err != nil {
		return err
	}
	all.trash = trash
	for _, t := range trash {
		shelf := recoverySlot(t.Account)
		if shelf == 0 {
			continue
		}
		if all.codes[t.ID], err = d.codesAt(ctx, shelf, t.ID); err != nil && !isDamage(err) {
			return err
		}
	}
	return nil
}

// take stores all of it in one change, which makes a commit in any case, and
// returns the accounts as they are there then. What is there already is not
// written again.
func (v *Vault) take(ctx context.Context, all contents) (stored []Entry, err error) {
	return stored, v.change(ctx, func(d *draft) error {
		// A vault without accounts moves too. And where both are one vault under
		// two names, this commit is one that the source is then seen to have: it
		// is not erased.
		d.rootOnly = true
		stored = stored[:0]
		had, err := d.trash(ctx)
		if err != nil {
			return err
		}
		taken := map[string]Account{}
		for _, e := range all.entries {
			if e, err = d.settleEntry(ctx, e, had, v.now()); err != nil {
				return err
			}
			if e.Account.Counter, err = d.counterFor(ctx, e.Account); err != nil {
				return err
			}
			if _, err := d.putEntry(ctx, e, taken, v.now()); err != nil {
				return err
			}
			stored = append(stored, e)
		}
		for _, t := range all.trash {
			if slices.ContainsFunc(had, func(h trashRecord) bool { return h.ID == t.ID }) {
				continue
			}
			if err := d.putTrash(ctx, t, all.codes[t.ID]); err != nil {
				return err
			}
		}
		return d.putNotes(ctx, all.notes)
	})
}

// compareWith reads the vault anew from its keyring and reports what of all is
// not there as it should be.
func (v *Vault) compareWith(ctx context.Context, all contents) error {
	text, err := v.rootText(ctx)
	if err != nil {
		return err
	}
	if text == "" {
		return fmt.Errorf("nothing reads back: %w", ErrNotSaved)
	}
	w, err := readWitness(v.WitnessPath())
	if err != nil {
		return err
	}
	s, err := v.read(ctx, text, w)
	if err != nil {
		return err
	}
	defer clear(s.key)
	defer s.wipeAccounts()
	d := newDraft(v.keyring, s)
	defer d.forget()
	for _, e := range all.entries {
		same, err := d.holds(ctx, e.Account, e.Codes)
		if err != nil {
			return err
		}
		if !same {
			return fmt.Errorf("account %s does not read back: %w", e.Account.ID, ErrNotSaved)
		}
	}
	trash, err := d.trash(ctx)
	if err != nil {
		return err
	}
	for _, t := range all.trash {
		if !slices.ContainsFunc(trash, func(h trashRecord) bool { return h.ID == t.ID }) {
			return fmt.Errorf("%s in the trash does not read back: %w", t.ID, ErrNotSaved)
		}
	}
	for key, data := range all.notes {
		if !bytes.Equal(s.notes[key], data) {
			return fmt.Errorf("note %s does not read back: %w", key, ErrNotSaved)
		}
	}
	return nil
}

// settleEntry is what becomes of an entry that moves here. When the vault has
// the account with another credential or another set of recovery codes, the one
// that was saved last stays, and the other goes to the trash, once. Of one set
// the one with fewer codes left is right: the others were used.
func (d *draft) settleEntry(ctx context.Context, e Entry, trash []trashRecord, now time.Time) (Entry, error) {
	old, had := d.base.accounts[e.Account.ID]
	if !had {
		return e, nil
	}
	codes, err := d.codes(ctx, old.ID)
	if isDamage(err) {
		codes, err = nil, nil
		old = old.clone()
		old.Recovery.State, old.Recovery.Left = RecoveryUnknown, 0
	}
	if err != nil {
		return e, err
	}
	here := Entry{old.clone(), codes}
	if old.Type == e.Account.Type && (old.Type == TypeNone || old.SameCredential(e.Account)) {
		here.Account.Counter = max(here.Account.Counter, e.Account.Counter)
		e.Account.Counter = here.Account.Counter
		if sameSet(old.Recovery, e.Account.Recovery) {
			if r := old.Recovery; r != nil && r.State != RecoveryUnknown && r.Left < e.Account.Recovery.Left {
				e.Account.Recovery, e.Codes = here.Account.Recovery, codes
			}
			return e, nil
		}
	}
	stays, goes, why := e, here, TrashRetired
	newerHere := here.Account.changed().After(e.Account.changed())
	if newerHere {
		stays, goes = here, e
	}
	if sameSet(old.Recovery, e.Account.Recovery) { // the credential alone
		why, goes.Codes = TrashReplaced, nil
		if !newerHere {
			return stays, nil // putEntry sees to it
		}
	}
	if goes.Account.Type == TypeNone && goes.Account.Recovery == nil || slices.ContainsFunc(trash, func(t trashRecord) bool {
		a := t.Account.account()
		return sameAccount(a, goes.Account) || why == TrashReplaced && a.ID == goes.Account.ID && a.SameCredential(goes.Account)
	}) {
		return stays, nil
	}
	_, err = d.discard(ctx, goes.Account, goes.Codes, why, now)
	return stays, err
}

// sameSet reports whether two statuses are of one set of recovery codes.
func sameSet(a, b *RecoveryStatus) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Revision == b.Revision && a.Saved.Unix() == b.Saved.Unix()
}

// changed is when the account last got a credential or recovery codes.
func (a Account) changed() time.Time {
	last := a.Created
	if a.Renewed.After(last) {
		last = a.Renewed
	}
	if a.Recovery != nil && a.Recovery.Saved.After(last) {
		last = a.Recovery.Saved
	}
	return last
}
