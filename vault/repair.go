package vault

import (
	"context"
	"fmt"
	"slices"
)

// Repair sets aside what cannot be read, so that the rest is a sound vault
// again: pages go into quarantine, where their items are kept, and are taken
// back by a later Repair once they can be read again; accounts whose recovery
// codes are lost say so (RecoveryUnknown); recovery codes that nobody refers to
// go back to the account that lost them, or are deleted. It returns what it found. Nothing wrong: nothing is changed.
func (v *Vault) Repair(ctx context.Context) (Health, error) {
	if _, err := v.Check(ctx); err != nil { // it looks twice at what seems damaged
		return Health{}, err
	}
	if err := v.forgetLeftovers(ctx); err != nil {
		return Health{}, err
	}
	var health Health
	err := v.change(ctx, func(d *draft) error {
		x, err := d.examine(ctx)
		if err != nil {
			return err
		}
		health = x.health
		if len(d.base.lostFolders) > 0 {
			d.setAsideFolders()
		}
		for _, slot := range x.bad {
			d.quarantine = append(d.quarantine, d.pages[slot].ref)
			delete(d.pages, slot)
			d.setAside[slot] = true
			d.touched[slot] = true
		}
		if err := d.takeBack(ctx); err != nil {
			return err
		}
		for slot, ids := range x.orphans {
			for _, id := range ids {
				rec := d.pages[slot].records[d.pages[slot].find(id)]
				if err := d.remove(ctx, slot, id); err != nil {
					return err
				}
				if err := d.takeBackCodes(ctx, rec); err != nil {
					return err
				}
			}
		}
		return d.markUnknown(ctx, x.without)
	})
	return health, err
}

// setAsideFolders puts lists of pages that cannot be read into quarantine. The
// pages they name are lost with them, and their numbers free again.
func (d *draft) setAsideFolders() {
	for index := range d.base.lostFolders {
		d.quarantine = append(d.quarantine, d.base.folders[index])
	}
	d.foldersAside = true
	d.rootOnly = true
}

// markUnknown notes that the recovery codes of accounts are lost.
func (d *draft) markUnknown(ctx context.Context, ids []string) error {
	for _, id := range ids {
		a := d.base.accounts[id].clone()
		a.Recovery.State, a.Recovery.Left = RecoveryUnknown, 0
		if _, err := d.putAccount(ctx, a, 0); err != nil {
			return err
		}
	}
	return nil
}

// takeBack returns pages from quarantine that can be read by now. Of accounts
// that were saved anew meanwhile, what is there now stays.
func (d *draft) takeBack(ctx context.Context) error {
	var still []pageRef
	for _, ref := range d.quarantine {
		if d.setAside[ref.Slot] || ref.Kind == folderPages {
			still = append(still, ref)
			continue
		}
		records, err := readPage(ctx, d.keyring, d.base.root, ref, d.base.key)
		if err != nil && !isDamage(err) {
			return err
		}
		if err != nil {
			still = append(still, ref)
			continue
		}
		if err := d.takeBackRecords(ctx, ref, records); err != nil {
			return err
		}
		d.returned = append(d.returned, ref)
		d.rootOnly = true
	}
	d.quarantine = still
	return nil
}

func (d *draft) takeBackRecords(ctx context.Context, ref pageRef, records []record) error {
	for _, rec := range records {
		switch {
		case d.slotOf(ref.Kind, rec.id) != 0:
		case ref.Kind == recoveryPages:
			if err := d.takeBackCodes(ctx, rec); err != nil {
				return err
			}
		default:
			if _, err := d.place(ctx, ref.Kind, rec); err != nil {
				return fmt.Errorf("take back a record: %w", err)
			}
		}
	}
	return nil
}

// takeBackCodes gives recovery codes back to an account that had lost them.
func (d *draft) takeBackCodes(ctx context.Context, rec record) error {
	if done, err := d.takeBackTrashed(ctx, rec); done || err != nil {
		return err
	}
	a, ok := d.base.accounts[rec.id]
	if !ok || a.Recovery == nil || a.Recovery.State != RecoveryUnknown || d.base.shelf[rec.id] != 0 {
		return nil
	}
	slot, err := d.place(ctx, recoveryPages, rec)
	if err != nil {
		return err
	}
	codes, err := d.codesAt(ctx, slot, rec.id)
	if err != nil {
		return err
	}
	a = a.clone()
	a.Recovery.State, a.Recovery.Left = RecoveryLive, len(codes)
	_, err = d.putAccount(ctx, a, slot)
	return err
}

// takeBackTrashed does it for something in the trash.
func (d *draft) takeBackTrashed(ctx context.Context, rec record) (done bool, err error) {
	trash, err := d.trash(ctx)
	if isDamage(err) {
		return false, nil
	}
	i := slices.IndexFunc(trash, func(t trashRecord) bool { return t.ID == rec.id })
	if err != nil || i < 0 {
		return false, err
	}
	slot, err := d.place(ctx, recoveryPages, rec)
	if err != nil {
		return false, err
	}
	fixed, err := newRecord(rec.id, trash[i].withSlot(slot))
	if err != nil {
		return false, err
	}
	_, err = d.put(ctx, trashPages, d.slotOf(trashPages, rec.id), fixed)
	return true, err
}

// SetAside returns the items in quarantine and those that cannot be read now,
// by name, as they lie in the keyring: sealed, so that they tell nothing
// without the vault's key. Items that are not there are left out. For keeping
// them where somebody may repair them.
func (v *Vault) SetAside(ctx context.Context) (map[string]string, error) {
	items := map[string]string{}
	err := v.look(ctx, func(d *draft) error {
		x, err := d.examine(ctx)
		if err != nil || d.base.root == nil {
			return err
		}
		refs := slices.Clone(d.base.root.Quarantine)
		for _, slot := range x.bad {
			refs = append(refs, d.pages[slot].ref)
		}
		for index := range d.base.lostFolders {
			refs = append(refs, d.base.folders[index])
		}
		for _, ref := range refs {
			name := d.base.root.name(ref.Item)
			text, err := d.keyring.Get(ctx, name)
			if err != nil && !isDamage(err) {
				return err
			}
			if err == nil {
				items[name] = text
			}
		}
		return nil
	})
	return items, err
}

// forgetLeftovers takes back the witness's note of an unfinished change while
// lists of pages are lost. What that change left behind cannot be told from
// what those lists name: it is better kept than deleted.
func (v *Vault) forgetLeftovers(ctx context.Context) error {
	if len(v.state().lostFolders) == 0 {
		return nil
	}
	release, err := v.begin(ctx)
	if err != nil {
		return err
	}
	defer release()
	w, err := readWitness(v.WitnessPath())
	if err != nil || w == nil {
		return err
	}
	w.settle()
	return writeWitness(v.WitnessPath(), *w)
}
