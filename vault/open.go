package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Open opens the vault that o describes. It unlocks the keyring first, and
// asks for a passphrase when the vault has one.
func Open(ctx context.Context, o Options) (*Vault, error) {
	v := newVault(o)
	if u, ok := o.Keyring.(Unlocker); ok {
		if err := u.Unlock(ctx); err != nil {
			return nil, err
		}
	}
	w, err := v.load(ctx)
	if err != nil {
		return nil, err
	}
	v.settle(ctx, w)
	return v, nil
}

// newVault is a vault that was not read yet.
func newVault(o Options) *Vault {
	v := &Vault{keyring: o.Keyring, options: o, now: o.Now, turn: make(chan struct{}, 1), st: emptyState()}
	if v.now == nil {
		v.now = time.Now
	}
	return v
}

// load reads the vault for the first time, and changes nothing anywhere.
func (v *Vault) load(ctx context.Context) (*witness, error) {
	w, err := readWitness(v.WitnessPath())
	if err != nil {
		return nil, err
	}
	text, err := v.rootText(ctx)
	if err != nil {
		return nil, err
	}
	if text == "" {
		v.st, err = v.unborn(ctx, w)
	} else {
		v.st, err = v.read(ctx, text, w)
	}
	if err != nil {
		return nil, err
	}
	v.notices = notices(v.st, w)
	return w, nil
}

// unborn is the state of a place where no vault was ever committed.
func (v *Vault) unborn(ctx context.Context, w *witness) (*state, error) {
	if w != nil && w.Revision > 0 {
		return nil, fmt.Errorf("one was last saved on %s: %w", time.Unix(w.Saved, 0).Format(time.DateOnly), ErrVaultGone)
	}
	if v.options.MustExist {
		return nil, ErrNoVault
	}
	s := emptyState()
	s.key = newDataKey()
	s.vaultID = newID(vaultIDBytes)
	if w != nil { // a creation that was cut off: its leftovers bear this id
		s.vaultID = w.Vault
	}
	s.slot = bareSlot(s.key)
	if v.options.RequirePassphrase {
		passphrase, err := v.askPassphrase(ctx, true)
		if err != nil {
			return nil, err
		}
		defer clear(passphrase)
		s.slot = wrapKey(v.options.kdf, s.key, passphrase, s.vaultID)
	}
	return s, nil
}

// askPassphrase never returns an empty passphrase without an error.
func (v *Vault) askPassphrase(ctx context.Context, create bool) ([]byte, error) {
	if v.options.Passphrase == nil {
		return nil, ErrNoPassphrase
	}
	passphrase, err := v.options.Passphrase(ctx, create)
	if err != nil {
		return nil, err
	}
	if len(passphrase) == 0 {
		return nil, ErrNoPassphrase
	}
	return passphrase, nil
}

// read opens the vault whose root was just read. An older root than the
// witness's, or a missing page, is believed only when a second look agrees.
func (v *Vault) read(ctx context.Context, text string, w *witness) (*state, error) {
	const looks = 5
	var doubted string
	slot, key := v.knownKey() // the passphrase is asked for once
	defer func() { clear(key) }()
	for range looks {
		h, err := decodeHeader(text)
		if err == nil && (key == nil || !slot.equal(h.Key)) {
			slot = h.Key
			key, err = v.dataKey(ctx, h)
		}
		var s *state
		if err == nil {
			s, err = v.readAt(ctx, h, text, bytes.Clone(key))
		}
		if err != nil && !isDamage(err) {
			return nil, err
		}
		sound := err == nil && len(s.damaged) == 0 && !errors.Is(compare(s.root, w), ErrOlder)
		if sound || text == doubted {
			return s, err
		}
		doubted = text
		if text, err = v.rootText(ctx); err != nil {
			return nil, err
		}
		if text == "" {
			return nil, ErrVaultGone
		}
	}
	return nil, fmt.Errorf("the vault changes faster than it can be read: %w", ErrBusy)
}

// knownKey is a copy of the key in memory, and how the root carries it.
func (v *Vault) knownKey() (keySlot, []byte) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	slot := v.st.slot
	slot.Bare = bytes.Clone(slot.Bare)
	return slot, bytes.Clone(v.st.key)
}

func (v *Vault) readAt(ctx context.Context, h header, text string, key []byte) (*state, error) {
	r, err := decodeRoot(h, text, key)
	if err != nil {
		return nil, err
	}
	return readState(ctx, v.keyring, r, key)
}

// dataKey takes the key from the root, with the passphrase when it has one.
func (v *Vault) dataKey(ctx context.Context, h header) ([]byte, error) {
	if !h.Key.hasPassphrase() {
		if len(h.Key.Bare) != keySize {
			return nil, fmt.Errorf("root without a key: %w", ErrDamaged)
		}
		return bytes.Clone(h.Key.Bare), nil
	}
	passphrase, err := v.askPassphrase(ctx, false)
	if err != nil {
		return nil, err
	}
	defer clear(passphrase)
	return h.Key.unwrap(passphrase, h.Vault)
}

func (s keySlot) equal(t keySlot) bool {
	return bytes.Equal(s.Bare, t.Bare) && bytes.Equal(s.Wrapped, t.Wrapped) && s.hasPassphrase() == t.hasPassphrase()
}

// compare says how a root stands to what the witness last saw: nil for the
// same or a continuation, ErrOlder, or ErrForeign.
func compare(r *root, w *witness) error {
	switch {
	case w == nil || w.Revision == 0 && w.Vault == r.Vault:
		return nil
	case w.Vault != r.Vault:
		return ErrForeign
	case w.Commit == r.Commit || slices.Contains(r.Lineage, w.Commit):
		return nil
	case r.Revision < w.Revision:
		return ErrOlder
	}
	return ErrForeign
}

func notices(s *state, w *witness) []Notice {
	if s.root == nil {
		return nil
	}
	var all []Notice
	if err := compare(s.root, w); err != nil {
		all = append(all, Notice{err, s.root.savedAt(), time.Unix(w.Saved, 0)})
	}
	for _, err := range s.damaged {
		all = append(all, Notice{Err: err, Saved: s.root.savedAt()})
	}
	return all
}

// settle does what Open may do without being asked, when no other process is
// at work: note in the witness what was found, and finish a change that was
// cut off. Failing at it is no reason not to open: the next change tries again
// and says so.
func (v *Vault) settle(ctx context.Context, w *witness) {
	s := v.st
	if v.options.Dir == "" || s.root != nil && compare(s.root, w) != nil {
		return
	}
	seen := w != nil && (s.root == nil || w.Commit == s.root.Commit)
	if seen && w.settled() && len(v.strays()) == 0 || w == nil && s.root == nil {
		return
	}
	if w == nil { // the folder is made by the first one to need it
		w = &witness{Vault: s.root.Vault, Writer: newID(writerIDBytes)}
		if writeWitness(v.WitnessPath(), *w) != nil {
			return
		}
	}
	release := tryLockFile(v.options.lockPath())
	if release == nil {
		return
	}
	defer release()
	if text, err := v.rootText(ctx); err != nil || text != s.root.textOrEmpty() {
		return
	}
	if err := v.finish(ctx, s, *w); err != nil {
		return
	}
}

// AcceptOlder takes the vault as it was found, after the person was told.
func (v *Vault) AcceptOlder(ctx context.Context) error {
	release, err := v.begin(ctx)
	if err != nil {
		return err
	}
	defer release()
	w, err := readWitness(v.WitnessPath())
	if err != nil {
		return err
	}
	s, err := v.current(ctx, w)
	if err != nil {
		return err
	}
	if w == nil || s.root == nil {
		return nil
	}
	next := s.witness(*w)
	next.Floor = max(w.Floor, w.Revision)
	if err := writeWitness(v.WitnessPath(), next); err != nil {
		return err
	}
	v.adopt(s, &next)
	return nil
}

// adopt makes s the state of the vault, unless that was closed.
func (v *Vault) adopt(s *state, w *witness) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return false
	}
	v.st = s
	v.notices = notices(s, w)
	return true
}
