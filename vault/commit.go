package vault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// errRedo says that another commit came between: read the vault and do the
// change again.
var errRedo = errors.New("changed meanwhile")

// errOvertaken says that the change was saved and another commit already came
// on top of it.
var errOvertaken = errors.New("saved, and changed again since")

// commit writes a draft so that a stop at any point leaves the state before or
// after it. New items go under new names, each read back; then one Set of the
// root makes them the vault. Deleting what they replaced is left to finish.
// The caller holds the lock; w is marked before anything is written.
//
// An error that leaves open whether the root was stored wraps errUncertain;
// after errOvertaken the vault has to be read again.
func (v *Vault) commit(ctx context.Context, d *draft, w *witness) (*state, error) {
	revision := max(d.base.revision(), w.Revision, w.Floor) + 1
	next, items, err := d.build(revision, w.Writer, v.now().Unix())
	if err != nil {
		return nil, err
	}
	w.Vault = d.base.vaultID
	if err := v.mark(w, revision, len(items)); err != nil {
		return nil, err
	}
	for i, it := range items {
		if err := v.store(ctx, it.name, it.text); err != nil {
			v.drop(ctx, items[:i+1])
			return nil, err
		}
	}
	return next, v.setRoot(ctx, d.base, next)
}

// errUncertain says that a root was sent and could not be read back.
var errUncertain = errors.New("not known whether it was saved")

// setRoot is the commit itself: it looks once more whether the root is still
// the one the change started from, sets the new one, and reads it back. What
// is read back decides, not what Set returned.
func (v *Vault) setRoot(ctx context.Context, base, after *state) error {
	next := after.root
	before := base.root.textOrEmpty()
	text, err := v.rootText(ctx)
	if err != nil {
		return err
	}
	if text != before {
		return errRedo
	}
	setErr := v.keyring.Set(ctx, rootName, next.text)
	var pending *PendingError
	if errors.As(setErr, &pending) {
		return fmt.Errorf("%w: %w", errUncertain, setErr)
	}
	for range 2 { // a keyring may show an old value once
		text, err = v.rootText(ctx)
		if err == nil && text == next.text {
			return nil
		}
	}
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", errUncertain, err)
	case text == before && setErr != nil:
		return setErr
	case text == before:
		return fmt.Errorf("the root reads back as it was: %w", ErrNotSaved)
	case text == "":
		return ErrVaultGone
	}
	if builtUpon(next, text, after.key) {
		return errOvertaken
	}
	return errRedo
}

// builtUpon reports whether the root in text came after r.
func builtUpon(r *root, text string, key []byte) bool {
	h, err := decodeHeader(text)
	if err != nil {
		return false
	}
	later, err := decodeRoot(h, text, key)
	return err == nil && slices.Contains(later.Lineage, r.Commit)
}

// rootText reads the root; no root is the empty text. Since everything hangs
// on it, "not found" is believed only when said twice.
func (v *Vault) rootText(ctx context.Context) (string, error) {
	text, err := v.keyring.Get(ctx, rootName)
	if errors.Is(err, ErrNotFound) {
		text, err = v.keyring.Get(ctx, rootName)
	}
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the root: %w", err)
	}
	return text, nil
}

func (r *root) textOrEmpty() string {
	if r == nil {
		return ""
	}
	return r.text
}

// store sets an item and reads it back: a keyring may report a dismissed
// prompt as success.
func (v *Vault) store(ctx context.Context, name, text string) error {
	if err := v.keyring.Set(ctx, name, text); err != nil {
		return fmt.Errorf("write an item: %w", err)
	}
	got, err := v.keyring.Get(ctx, name)
	if errors.Is(err, ErrNotFound) || err == nil && got != text {
		return fmt.Errorf("an item does not read back: %w", ErrNotSaved)
	}
	if err != nil {
		return fmt.Errorf("read an item back: %w", err)
	}
	return nil
}

// drop deletes the items of a change that never reached its root. What it
// cannot delete, sweep will: the witness is still marked.
func (v *Vault) drop(ctx context.Context, items []item) {
	for _, it := range items {
		if err := v.keyring.Delete(ctx, it.name); err != nil && !errors.Is(err, ErrNotFound) {
			return
		}
	}
}

// item is a keyring item to write.
type item struct{ name, text string }

// build encodes the draft as items and the root that names them.
func (d *draft) build(revision int, writer string, saved int64) (*state, []item, error) {
	b := newBuilder(d, revision, writer, saved)
	for _, slot := range slices.Sorted(maps.Keys(d.touched)) {
		if old := d.base.pages[slot]; old != nil && !d.setAside[slot] {
			b.replaced(old.ref)
		}
	}
	for _, ref := range d.returned {
		b.replaced(ref)
	}
	if d.foldersAside { // nothing could be swept while they were lost
		b.body.Replaced = append(b.body.Replaced, d.base.root.Replaced...)
	}
	b.body.Due, b.body.Quarantine = d.due, d.quarantine
	if err := d.writePages(b); err != nil {
		return nil, nil, err
	}
	if err := d.writeListing(b); err != nil {
		return nil, nil, err
	}
	next, err := b.finish(d.packer)
	if err != nil {
		return nil, nil, err
	}
	s := emptyState()
	s.root, s.vaultID, s.slot, s.key = next, next.Vault, next.Key, b.key
	s.pages, s.folders = d.pages, b.folders
	s.forgetOnDemand()
	s.index()
	if !d.foldersAside {
		s.lostFolders = d.base.lostFolders
	}
	if len(d.setAside) == 0 && !d.foldersAside {
		s.damaged = d.base.damaged
	}
	return s, b.items, nil
}

func (d *draft) writePages(b *builder) error {
	for _, slot := range slices.Sorted(maps.Keys(d.touched)) {
		p := d.pages[slot]
		if p == nil { // it went
			continue
		}
		packed := p.raw
		if packed == nil {
			var fits bool
			if packed, fits = d.packer.page(p.records); !fits {
				return fmt.Errorf("page %d: %w", slot, ErrTooLarge)
			}
		}
		ref, err := b.add(packed)
		if err != nil {
			return err
		}
		p.ref.Item = ref
		clear(packed)
		p.raw = nil
	}
	return nil
}

// writeListing names all pages in the root, or in folders of which only those
// that list something new are written.
func (d *draft) writeListing(b *builder) error {
	refs, folders := d.listing()
	b.body.Pages = refs
	for _, index := range slices.Sorted(maps.Keys(d.base.folders)) {
		old := d.base.folders[index]
		if d.base.lostFolders[index] {
			if !d.foldersAside {
				b.keepFolder(old)
			}
			continue
		}
		if listed, still := folders[index]; still && !d.changed(index, listed) {
			b.keepFolder(old)
			delete(folders, index)
			continue
		}
		b.replaced(old)
	}
	for _, index := range slices.Sorted(maps.Keys(folders)) {
		plain, err := json.Marshal(folders[index])
		if err != nil {
			return err
		}
		packed := d.packer.deflate(plain)
		ref, err := b.add(packed)
		if err != nil {
			return err
		}
		b.keepFolder(pageRef{Slot: index, Kind: folderPages, Item: ref, Used: len(packed)})
	}
	return nil
}

// changed reports whether a folder has to list something else than it does.
func (d *draft) changed(index int, listed []pageRef) bool {
	var before []pageRef
	for _, ref := range listed {
		if old := d.base.pages[ref.Slot]; old != nil {
			before = append(before, old.ref)
		}
	}
	if !slices.Equal(before, listed) {
		return true
	}
	for slot := range d.touched { // a page that went leaves its folder changed
		if slot/folderSpan == index {
			return true
		}
	}
	return false
}
