package vault

import (
	"context"
	"errors"
	"fmt"
)

// change makes one change: it takes the lock, makes sure that the vault in
// memory is the newest, lets edit work on a draft of it, and commits. When
// another computer's commit comes between, it starts over with that one.
func (v *Vault) change(ctx context.Context, edit func(d *draft) error) (err error) {
	release, err := v.begin(ctx)
	if err != nil {
		return err
	}
	defer func() {
		// A write that is still out may yet happen: nobody may build on the
		// vault before it has.
		var pending *PendingError
		if errors.As(err, &pending) {
			v.mu.Lock()
			v.out = pending.Done
			v.mu.Unlock()
			go func() { <-pending.Done; release() }()
			return
		}
		release()
	}()
	return v.changeLocked(ctx, edit)
}

// begin takes the right to change the vault, in this process and among all.
func (v *Vault) begin(ctx context.Context) (release func(), err error) {
	v.mu.RLock()
	out, closed := v.out, v.closed
	v.mu.RUnlock()
	if closed {
		return nil, fmt.Errorf("the vault was closed: %w", ErrLocked)
	}
	if out != nil {
		select {
		case <-out:
		default:
			return nil, fmt.Errorf("a write is still out: %w", ErrBusy)
		}
	}
	select {
	case v.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	unlock, err := lockFile(ctx, v.options.lockPath())
	if err != nil {
		v.yield()
		return nil, err
	}
	return func() { unlock(); v.yield() }, nil
}

func (v *Vault) changeLocked(ctx context.Context, edit func(d *draft) error) error {
	const tries = 4
	for range tries {
		err := v.changeOnce(ctx, edit)
		if !errors.Is(err, errRedo) {
			return err
		}
	}
	return fmt.Errorf("another computer keeps changing the vault: %w", ErrBusy)
}

func (v *Vault) changeOnce(ctx context.Context, edit func(d *draft) error) error {
	w, s, err := v.ready(ctx)
	if err != nil {
		return err
	}
	d := newDraft(v.keyring, s)
	defer d.forget()
	if err := edit(d); err != nil {
		return err
	}
	if len(d.touched) == 0 && !d.rootOnly {
		v.adopt(s, &w)
		return nil
	}
	if err := d.purgeExpired(ctx, v.now()); err != nil {
		return err
	}
	next, err := v.commit(ctx, d, &w)
	if errors.Is(err, errOvertaken) {
		if next, err = v.current(ctx, &w); err != nil {
			return fmt.Errorf("%w: %w", errUncertain, err)
		}
	}
	if err != nil {
		return err
	}
	w = next.witness(w)
	if v.adopt(next, &w) && next != s {
		s.wipeAccounts() // nobody has them: what is given out are copies
	}
	// The change is saved. What is left is tidying, which the witness keeps
	// marked as unfinished until it is done.
	if err := v.finish(ctx, next, w); err != nil {
		return nil
	}
	return nil
}

// ready returns the newest state, fit to be changed: known to the witness, and
// with nothing left over from a change that was cut off.
func (v *Vault) ready(ctx context.Context) (witness, *state, error) {
	w, err := readWitness(v.WitnessPath())
	if err != nil {
		return witness{}, nil, err
	}
	s, err := v.current(ctx, w)
	if err != nil {
		return witness{}, nil, err
	}
	if s.root != nil {
		if err := compare(s.root, w); err != nil {
			return witness{}, nil, err
		}
	}
	if w == nil {
		w = v.firstWitness(s)
	}
	if !w.settled() {
		next := s.witness(*w)
		if err := v.finish(ctx, s, next); err != nil {
			return witness{}, nil, fmt.Errorf("finish an earlier change: %w", err)
		}
		next.settle()
		w = &next
	}
	return *w, s, nil
}

// firstWitness starts a new writer. A vault without a data folder keeps the
// one it has for as long as it is open.
func (v *Vault) firstWitness(s *state) *witness {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.writer == "" {
		v.writer = newID(writerIDBytes)
	}
	return &witness{Vault: s.vaultID, Writer: v.writer}
}

// current returns the state that is in the keyring now: the one in memory when
// the root is still the same.
func (v *Vault) current(ctx context.Context, w *witness) (*state, error) {
	text, err := v.rootText(ctx)
	if err != nil {
		return nil, err
	}
	s := v.state()
	switch {
	case text == s.root.textOrEmpty():
		return s, nil
	case text == "":
		return nil, ErrVaultGone
	}
	return v.read(ctx, text, w)
}
