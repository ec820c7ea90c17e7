package vault

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The limits of a note, so that each fits a page.
const (
	MaxNoteKey = 64   // bytes
	MaxNote    = 1000 // bytes of data, whatever they are
)

// noteRecord is a note as it is stored.
type noteRecord struct {
	Key  string `json:"id"`
	Data []byte `json:"d"`
}

// Notes returns what other parts of the program keep in the vault: the notes
// whose keys begin with prefix, by key. The vault does not look into them.
func (v *Vault) Notes(prefix string) map[string][]byte {
	v.mu.RLock()
	defer v.mu.RUnlock()
	found := map[string][]byte{}
	for key, data := range v.st.notes {
		if strings.HasPrefix(key, prefix) {
			found[key] = bytes.Clone(data)
		}
	}
	return found
}

// SetNotes stores notes, all or none: each key gets its data, and nil deletes
// what is there. Data longer than MaxNote is ErrTooLarge; part it over several keys.
func (v *Vault) SetNotes(ctx context.Context, notes map[string][]byte) error {
	for key, data := range notes {
		if key == "" || len(key) > MaxNoteKey {
			return fmt.Errorf("note with a key of %d bytes: %w", len(key), ErrInvalid)
		}
		if len(data) > MaxNote {
			return fmt.Errorf("note %s of %d bytes: %w", key, len(data), ErrTooLarge)
		}
	}
	return v.change(ctx, func(d *draft) error { return d.putNotes(ctx, notes) })
}

func (d *draft) putNotes(ctx context.Context, notes map[string][]byte) error {
	for _, key := range slices.Sorted(maps.Keys(notes)) {
		data := notes[key]
		before, had := d.base.notes[key]
		switch {
		case data == nil && had:
			if err := d.remove(ctx, d.slotOf(notePages, key), key); err != nil {
				return err
			}
		case data == nil || had && bytes.Equal(before, data):
		default:
			rec, err := newRecord(key, noteRecord{key, data})
			if err != nil {
				return err
			}
			if _, err := d.put(ctx, notePages, d.slotOf(notePages, key), rec); err != nil {
				return err
			}
		}
	}
	return nil
}
