package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// witness returns w as it should be once s is the newest state.
func (s *state) witness(w witness) witness {
	if s.root != nil {
		w.Vault = s.vaultID
		w.Revision, w.Commit, w.Saved = s.root.Revision, s.root.Commit, s.root.Saved
	}
	return w
}

// mark notes in the witness, before the first item is written, which names a
// change is going to use, so that a cut-off one can be cleared away by name: a
// keyring cannot be asked what it holds.
func (v *Vault) mark(w *witness, revision, items int) error {
	if w.Unfinished == 0 {
		w.Unfinished = revision
	}
	w.Attempted = max(w.Attempted, revision)
	w.Items = max(w.Items, items)
	return writeWitness(v.WitnessPath(), *w)
}

// finish deletes what s no longer needs and then, in the witness, says that
// nothing is left to do. s must be the newest state, and the lock held.
func (v *Vault) finish(ctx context.Context, s *state, w witness) error {
	w = s.witness(w)
	if err := v.sweep(ctx, s, w); err != nil {
		return err
	}
	for _, path := range v.strays() {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fileError("delete", path, err)
		}
	}
	w.settle()
	return writeWitness(v.WitnessPath(), w)
}

// strays lists the files that a process left behind which was killed while it
// wrote the witness or the file of the vault.
func (v *Vault) strays() []string {
	var paths []string
	if path := v.WitnessPath(); path != "" {
		paths = tempFiles(path)
	}
	if k, ok := v.keyring.(interface{ strays() []string }); ok {
		paths = append(paths, k.strays()...)
	}
	return paths
}

// sweep deletes the items that s replaced and those of this writer's cut-off
// changes. It deletes nothing that s refers to, and nothing at all while a part
// of s cannot be read, since that part may refer to it.
func (v *Vault) sweep(ctx context.Context, s *state, w witness) error {
	dead := s.dead(w)
	if len(dead) == 0 {
		return nil
	}
	if len(s.lostFolders) > 0 {
		return fmt.Errorf("part of the vault cannot be read: %w", ErrDamaged)
	}
	// A root that was stored late, or shown old once, must not cost an item.
	text, err := v.rootText(ctx)
	if err != nil {
		return err
	}
	if text != s.root.textOrEmpty() {
		return errRedo
	}
	for _, name := range dead {
		if err := v.keyring.Delete(ctx, name); err != nil && !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("delete an item: %w", err)
		}
		if _, err := v.keyring.Get(ctx, name); !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("an item is still there after deleting it: %w", errors.Join(ErrNotSaved, err))
		}
	}
	return nil
}

// dead lists the names of items that may be in the keyring and that s does not need.
func (s *state) dead(w witness) []string {
	live := map[string]bool{}
	var names []string
	if s.root != nil {
		for _, p := range s.pages {
			live[s.root.name(p.ref.Item)] = true
		}
		for _, f := range s.folders {
			live[s.root.name(f.Item)] = true
		}
		for _, q := range s.root.Quarantine {
			live[s.root.name(q.Item)] = true
		}
		for _, ref := range s.root.Replaced {
			names = append(names, s.root.name(ref))
		}
	}
	if w.Unfinished > 0 {
		for revision := w.Unfinished; revision <= w.Attempted; revision++ {
			for n := range w.Items {
				names = append(names, itemName(w.Vault, w.Writer, revision, n))
			}
		}
	}
	names = append(names, w.Erased...)
	dead := names[:0]
	for _, name := range names {
		if name != "" && !live[name] {
			dead = append(dead, name)
			live[name] = true // once is enough
		}
	}
	return dead
}
