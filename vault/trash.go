package vault

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// TrashTime is how long the trash keeps what was thrown away.
const TrashTime = 30 * 24 * time.Hour

// TrashReason says why something is in the trash.
type TrashReason string

// The ways into the trash.
const (
	TrashDeleted  TrashReason = "deleted"  // the account was deleted
	TrashReplaced TrashReason = "replaced" // another credential took the place of this one
	TrashRetired  TrashReason = "retired"  // the service reset the account: credential and recovery codes
)

// Trashed is one thing in the trash.
type Trashed struct {
	ID      string // of its own, not the account's
	Reason  TrashReason
	Account Account // as it was; its ID is that of the account it was or belongs to
	At      time.Time
	Expires time.Time // from then on it is deleted for good, by the next change
}

// trashRecord is how a thing lies on a trash page. Its recovery codes are on
// the recovery page that the account record names, under the id of the trash record.
type trashRecord struct {
	ID      string        `json:"id"`
	Reason  TrashReason   `json:"w"`
	At      int64         `json:"at"` // Unix seconds
	Account accountRecord `json:"a"`
}

// Delete moves an account and its recovery codes to the trash and returns
// their id there, for Restore. Recovery codes that cannot be read are no
// reason to keep the account.
func (v *Vault) Delete(ctx context.Context, id string) (trashID string, err error) {
	err = v.edit(ctx, id, func(d *draft, a *Account) error {
		trashID, err = d.takeOut(ctx, *a, TrashDeleted, v.now())
		if err != nil {
			return err
		}
		return d.remove(ctx, d.slotOf(accountPages, id), id)
	})
	return trashID, err
}

// takeOut puts an account with counter and recovery codes into the trash. Its
// record stays where it is.
func (d *draft) takeOut(ctx context.Context, a Account, why TrashReason, now time.Time) (id string, err error) {
	codes, err := d.codes(ctx, a.ID)
	unreadable := isDamage(err)
	if err != nil && !unreadable {
		return "", err
	}
	if unreadable { // a repair gives them back to the account, should it be there again
		a = a.clone()
		a.Recovery.State, a.Recovery.Left = RecoveryUnknown, 0
	}
	if shelf := d.base.shelf[a.ID]; shelf != 0 && !unreadable {
		if err := d.remove(ctx, shelf, a.ID); err != nil {
			return "", err
		}
	}
	if err := d.dropCounter(ctx, a.ID); err != nil {
		return "", err
	}
	return d.discard(ctx, a, codes, why, now)
}

// discard adds to the trash an account as it is, with those recovery codes.
func (d *draft) discard(ctx context.Context, a Account, codes []Secret, why TrashReason, now time.Time) (id string, err error) {
	if why == TrashReplaced {
		a.Recovery = nil // they stay with the account
	}
	t := trashRecord{ID: newID(accountIDBytes), Reason: why, At: now.Unix(), Account: a.stored(0)}
	return t.ID, d.putTrash(ctx, t, codes)
}

// putTrash stores a thing in the trash, with its recovery codes.
func (d *draft) putTrash(ctx context.Context, t trashRecord, codes []Secret) error {
	shelf, err := d.putCodes(ctx, t.ID, 0, codes)
	if err != nil {
		return err
	}
	rec, err := newRecord(t.ID, t.withSlot(shelf))
	if err != nil {
		return err
	}
	if due := t.trashed().Expires.Unix(); d.due == 0 || due < d.due {
		d.due = due
	}
	_, err = d.place(ctx, trashPages, rec)
	return err
}

// Trash lists what is in the trash, the newest first. What has expired is left
// out, whether or not it is deleted already.
func (v *Vault) Trash(ctx context.Context) ([]Trashed, error) {
	var all []Trashed
	err := v.look(ctx, func(d *draft) error {
		records, err := d.trash(ctx)
		if err != nil {
			return err
		}
		all = nil
		for _, r := range records {
			if t := r.trashed(); t.Expires.After(v.now()) {
				all = append(all, t)
			}
		}
		return nil
	})
	slices.Reverse(all) // of one second, the one that came last first
	slices.SortStableFunc(all, func(a, b Trashed) int { return b.At.Compare(a.At) })
	return all, err
}

// withSlot returns r with its recovery codes on the page of that number.
func (r trashRecord) withSlot(slot int) trashRecord {
	if r.Account.Recovery != nil {
		status := *r.Account.Recovery
		status.Slot = slot
		r.Account.Recovery = &status
	}
	return r
}

func (r trashRecord) trashed() Trashed {
	at := time.Unix(r.At, 0).UTC()
	return Trashed{ID: r.ID, Reason: r.Reason, Account: r.Account.account(), At: at, Expires: at.Add(TrashTime)}
}

// trash reads everything in the trash, in the order of its pages.
func (d *draft) trash(ctx context.Context) ([]trashRecord, error) {
	var all []trashRecord
	for _, slot := range d.slotsOf(trashPages) {
		p, err := d.fetch(ctx, slot)
		if err != nil {
			return nil, err
		}
		for _, rec := range p.records {
			var t trashRecord
			if err := json.Unmarshal(rec.data, &t); err != nil {
				return nil, fmt.Errorf("record on page %d: %w", slot, ErrDamaged)
			}
			all = append(all, t)
		}
	}
	return all, nil
}

// Restore takes something out of the trash and returns its account. A deleted
// account comes back under its old id, or a new one where that is taken; a
// credential that was replaced or retired changes places with what the account
// has now, which goes to the trash. Nothing of that id: ErrNoAccount.
func (v *Vault) Restore(ctx context.Context, trashID string) (Account, error) {
	var restored Account
	err := v.change(ctx, func(d *draft) error {
		all, err := d.trash(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(t trashRecord) bool { return t.ID == trashID })
		if i < 0 {
			return fmt.Errorf("%s in the trash: %w", trashID, ErrNoAccount)
		}
		restored, err = d.restore(ctx, all[i], v.now())
		return err
	})
	if err != nil {
		return Account{}, err
	}
	return v.Account(restored.ID)
}

func (d *draft) restore(ctx context.Context, t trashRecord, now time.Time) (Account, error) {
	a := t.Account.account()
	var codes []Secret
	var err error
	if shelf := recoverySlot(t.Account); shelf != 0 {
		if codes, err = d.codesAt(ctx, shelf, t.ID); err != nil && !isDamage(err) {
			return a, err
		}
		if err != nil {
			a.Recovery.State, a.Recovery.Left = RecoveryUnknown, 0
		}
	}
	if err := d.purge(ctx, t); err != nil {
		return a, err
	}
	present, there := d.base.accounts[a.ID]
	if there && t.Reason == TrashReplaced {
		if present.Type != TypeNone { // else it was retired, and there is nothing to take back
			if _, err := d.discard(ctx, present, nil, TrashReplaced, now); err != nil {
				return a, err
			}
		}
		if a.Open = present.Open; a.Open == StepEnrol {
			a.Open = StepDone
		}
		return present, d.setCredential(ctx, present, a, now)
	}
	if there && t.Reason == TrashRetired {
		if present.Type != TypeNone || present.Recovery != nil {
			if _, err := d.takeOut(ctx, present, TrashRetired, now); err != nil {
				return a, err
			}
		}
		a.Issuer, a.Name = present.Issuer, present.Name
	}
	if there && t.Reason == TrashDeleted {
		a.ID = freeID(d.base.accounts)
	}
	shelf, err := d.putCodes(ctx, a.ID, 0, codes)
	if err != nil {
		return a, err
	}
	_, err = d.putAccount(ctx, a, shelf)
	return a, err
}

// EmptyTrash deletes what is in the trash for good: all of it, or the things
// of those ids.
func (v *Vault) EmptyTrash(ctx context.Context, ids ...string) error {
	return v.change(ctx, func(d *draft) error {
		return d.purgeWhere(ctx, func(t trashRecord) bool { return len(ids) == 0 || slices.Contains(ids, t.ID) })
	})
}

// purgeExpired deletes what has been in the trash for its time. Trash that
// cannot be read keeps no change from being made.
func (d *draft) purgeExpired(ctx context.Context, now time.Time) error {
	if d.due == 0 || now.Unix() < d.due {
		return nil
	}
	err := d.purgeWhere(ctx, func(t trashRecord) bool { return !t.trashed().Expires.After(now) })
	if isDamage(err) {
		return nil
	}
	return err
}

// purgeWhere deletes the things in the trash that are dead, and notes when the
// next one expires.
func (d *draft) purgeWhere(ctx context.Context, dead func(trashRecord) bool) error {
	all, err := d.trash(ctx)
	if err != nil {
		return err
	}
	var next int64
	for _, t := range all {
		if !dead(t) {
			expires := t.trashed().Expires.Unix()
			next = cmp.Or(min(next, expires), expires)
			continue
		}
		if err := d.purge(ctx, t); err != nil {
			return err
		}
	}
	d.due = next
	return nil
}

// purge removes one thing from the trash, with its recovery codes.
func (d *draft) purge(ctx context.Context, t trashRecord) error {
	if shelf := recoverySlot(t.Account); shelf != 0 {
		if err := d.remove(ctx, shelf, t.ID); err != nil && !isDamage(err) {
			return err
		}
	}
	return d.remove(ctx, d.slotOf(trashPages, t.ID), t.ID)
}

func recoverySlot(r accountRecord) int {
	if r.Recovery == nil {
		return 0
	}
	return r.Recovery.Slot
}
