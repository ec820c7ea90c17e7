package vault

import (
	"context"
	"fmt"
)

// HasPassphrase reports whether the vault asks for a passphrase of its own.
func (v *Vault) HasPassphrase() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.st.slot.hasPassphrase()
}

// CheckPassphrase returns nil when passphrase opens the vault, ErrPassphrase
// when it does not, and ErrNoPassphrase when the vault has none. It takes as
// long as opening does: half a second, on purpose. It wipes nothing.
func (v *Vault) CheckPassphrase(passphrase []byte) error {
	v.mu.RLock()
	slot, id := v.st.slot, v.st.vaultID
	v.mu.RUnlock()
	if !slot.hasPassphrase() {
		return ErrNoPassphrase
	}
	key, err := slot.unwrap(passphrase, id)
	clear(key)
	return err
}

// SetPassphrase puts the vault under a passphrase, or under another one than
// before. In the same change every item is sealed anew under a new data key:
// whoever kept a copy of the vault from before can open that copy and nothing
// that is saved from now on. While a part of the vault cannot be read it is
// refused with ErrDamaged, since that part could never be read again. What a
// repair has set aside before cannot be taken back any more.
//
// The caller keeps passphrase and wipes it.
func (v *Vault) SetPassphrase(ctx context.Context, passphrase []byte) error {
	if len(passphrase) == 0 {
		return ErrNoPassphrase
	}
	return v.rekey(ctx, func(key []byte, vaultID string) keySlot { return wrapKey(v.options.kdf, key, passphrase, vaultID) })
}

// RemovePassphrase leaves the vault to the protection of its keyring, under a
// new data key. A vault that must have one, as in a file, is refused with ErrInvalid.
func (v *Vault) RemovePassphrase(ctx context.Context) error {
	if v.options.RequirePassphrase {
		return fmt.Errorf("a vault in a file without a passphrase: %w", ErrInvalid)
	}
	return v.rekey(ctx, func(key []byte, _ string) keySlot { return bareSlot(key) })
}

// rekey seals everything anew under a new data key, which the root carries in
// the slot that carry makes.
func (v *Vault) rekey(ctx context.Context, carry func(key []byte, vaultID string) keySlot) error {
	key := newDataKey()
	var slot keySlot
	return v.change(ctx, func(d *draft) error {
		if len(d.base.damaged) > 0 || len(d.base.lostFolders) > 0 {
			return fmt.Errorf("a part of the vault cannot be read: %w", ErrDamaged)
		}
		if slot.Bare == nil && slot.KDF == nil { // once, also when the change is made again
			slot = carry(key, d.base.vaultID)
		}
		d.key, d.slot, d.rootOnly = key, slot, true
		return d.rewriteAll(ctx)
	})
}

// rewriteAll has every page written anew, those of kinds unknown here too. What
// is read on demand is not looked into, only carried over.
func (d *draft) rewriteAll(ctx context.Context) error {
	for slot, p := range d.pages {
		fresh := &page{ref: p.ref, records: p.records, read: p.read}
		if !p.read {
			plain, err := readItem(ctx, d.keyring, d.base.root, p.ref.Item, d.base.key)
			if err != nil {
				return fmt.Errorf("page %d: %w", slot, damage(err))
			}
			fresh.raw = d.packer.deflate(plain)
			clear(plain)
		}
		d.pages[slot] = fresh
		d.touched[slot] = true
	}
	return nil
}
