package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// remover is a Keyring that can be removed as a whole once the vault in it is
// gone, with whatever else of ours is in it.
type remover interface {
	remove(ctx context.Context) error
}

// Erase deletes the vault for good: every item, the file if it is one, and
// what this computer remembers of it. The vault cannot be used after. A stop in
// the middle leaves the vault as it was, or gone, with the rest of its items
// deleted by the next Open, or by FinishErase.
func (v *Vault) Erase(ctx context.Context) error { return v.eraseIf(ctx, "") }

// errMoved says that the vault was changed since it was looked at.
var errMoved = errors.New("changed meanwhile")

// eraseIf erases the vault if its newest commit is the given one, or whatever
// it is for "". Otherwise errMoved.
func (v *Vault) eraseIf(ctx context.Context, commit string) error {
	release, err := v.begin(ctx)
	if err != nil {
		return err
	}
	defer release()
	w, s, err := v.ready(ctx)
	if err != nil {
		return err
	}
	if commit != "" && (s.root == nil || s.root.Commit != commit) {
		return errMoved
	}
	if err := v.eraseItems(ctx, s, w); err != nil {
		return err
	}
	return v.erasePlace(ctx)
}

// erasePlace removes what is left where the vault was. The caller holds the lock.
func (v *Vault) erasePlace(ctx context.Context) error {
	if k, ok := v.keyring.(remover); ok {
		if err := k.remove(ctx); err != nil {
			return fmt.Errorf("the vault is erased, and its place could not be removed: %w", err)
		}
	}
	if err := v.eraseWitness(); err != nil {
		return err
	}
	removeLock(v.options.lockPath())
	v.mu.Lock()
	v.closed = true
	v.mu.Unlock()
	return nil
}

// FinishEraseAt does what is left of an Erase or Move at l that was stopped
// after the vault was gone and before the rest of it was. It reports whether
// there was anything to do; a vault that is there stays as it is.
func FinishEraseAt(ctx context.Context, l Location, o Options) (bool, error) {
	o, err := optionsAt(l, o)
	if err != nil {
		return false, err
	}
	return FinishErase(ctx, o)
}

// FinishErase is FinishEraseAt for options that name a Keyring.
func FinishErase(ctx context.Context, o Options) (bool, error) {
	v := newVault(o)
	w, err := readWitness(v.WitnessPath())
	if err != nil || w == nil || len(w.Erased) == 0 {
		return false, err
	}
	if u, ok := o.Keyring.(Unlocker); ok {
		if err := u.Unlock(ctx); err != nil {
			return false, err
		}
	}
	release, err := v.begin(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	if w, err = readWitness(v.WitnessPath()); err != nil || w == nil || len(w.Erased) == 0 {
		return false, err // another process was quicker
	}
	text, err := v.rootText(ctx)
	if err != nil || text != "" {
		return false, err
	}
	if err := v.sweep(ctx, emptyState(), *w); err != nil {
		return false, err
	}
	return true, v.erasePlace(ctx)
}

// eraseItems deletes the root, which is what erases the vault, and then the
// items it named. Their names are noted before, so that a stop leaves none.
func (v *Vault) eraseItems(ctx context.Context, s *state, w witness) error {
	if s.root == nil {
		return nil
	}
	w.Floor = max(w.Floor, w.Revision, s.root.Revision)
	w.Revision, w.Commit, w.Vault = 0, "", s.vaultID
	w.Erased = s.items()
	if err := writeWitness(v.WitnessPath(), w); err != nil {
		return err
	}
	if err := v.keyring.Delete(ctx, rootName); err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("delete the root: %w", err)
	}
	text, err := v.rootText(ctx)
	if err != nil {
		return err
	}
	if text != "" {
		return fmt.Errorf("the root is still there after deleting it: %w", ErrNotSaved)
	}
	gone := emptyState()
	gone.vaultID = s.vaultID
	v.adopt(gone, &w)
	return v.sweep(ctx, gone, w)
}

// items names everything that s needs beside the root.
func (s *state) items() []string {
	var names []string
	for _, p := range s.pages {
		names = append(names, s.root.name(p.ref.Item))
	}
	for _, f := range s.folders {
		names = append(names, s.root.name(f.Item))
	}
	for _, q := range s.root.Quarantine {
		names = append(names, s.root.name(q.Item))
	}
	for _, r := range s.root.Replaced {
		names = append(names, s.root.name(r))
	}
	return names
}

// eraseWitness forgets that there was a vault.
func (v *Vault) eraseWitness() error {
	path := v.WitnessPath()
	if path == "" {
		return nil
	}
	for _, p := range append(tempFiles(path), path, path+".gone") {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fileError("delete", p, err)
		}
	}
	return nil
}

// remove deletes the file.
func (k *fileKeyring) remove(context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	path, err := followLinks(k.path)
	if err != nil {
		return err
	}
	for _, p := range append(tempFiles(path), path) {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fileError("delete", p, err)
		}
	}
	return nil
}
