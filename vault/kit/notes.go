package kit

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// NotePrefix begins the key of every note of the register in a vault.
const NotePrefix = "kit/"

// MaxPlace is the longest text about a copy's place, in bytes.
const MaxPlace = 200

// The limits of the notes: what a vault takes as one note, what a note may
// inflate to, how many accounts one starts with, and how many copies are
// remembered after they are gone.
const (
	maxNote  = 1000
	maxPlain = 64 << 10
	maxPath  = 400
	heldEach = 48
	maxGone  = 50
)

// copyRecord is what a note holds, as deflated JSON. The notes of a copy after
// its first, for accounts that did not fit, have only Held.
type copyRecord struct {
	Kind     CopyKind     `json:"kind,omitempty"`
	File     string       `json:"file,omitempty"`
	Sum      string       `json:"sum,omitempty"`
	Place    string       `json:"place,omitempty"`
	Created  int64        `json:"at,omitempty"` // Unix seconds, as all that follow
	Takes    string       `json:"takes,omitempty"`
	Replaced int64        `json:"replaced,omitempty"`
	Removed  int64        `json:"removed,omitempty"`
	Checked  int64        `json:"checked,omitempty"`
	Drilled  int64        `json:"drilled,omitempty"`
	Held     []heldRecord `json:"held,omitempty"`
}

type heldRecord struct {
	ID       string `json:"i"`
	Secret   bool   `json:"s,omitempty"`
	Print    string `json:"p,omitempty"`
	Codes    int    `json:"n,omitempty"`
	Revision int    `json:"r,omitempty"`
	Saved    int64  `json:"t,omitempty"`
}

// Notes is the register as it is stored: notes of at most 1,000 bytes by key.
// Of copies that are gone only the newest are kept, without what they held.
func (r Register) Notes() map[string][]byte {
	gone := 0
	notes := make(map[string][]byte)
	for _, c := range slices.Backward(r.Copies) {
		if !c.Here() {
			if gone++; gone > maxGone {
				continue
			}
		}
		c.addNotes(notes)
	}
	return notes
}

// NoteChanges is what to store to get from the notes that are stored to the
// register: new data by key, and nil for a note to delete.
func (r Register) NoteChanges(stored map[string][]byte) map[string][]byte {
	changes := r.Notes()
	for key, data := range stored {
		after, stays := changes[key]
		switch {
		case !stays:
			changes[key] = nil
		case bytes.Equal(after, data):
			delete(changes, key)
		}
	}
	return changes
}

func (c Copy) addNotes(notes map[string][]byte) {
	rec := copyRecord{
		Kind: c.Kind, File: c.File, Sum: c.Sum, Place: c.Place, Takes: c.Takes, Created: unix(c.Created),
		Replaced: unix(c.Replaced), Removed: unix(c.Removed), Checked: unix(c.Checked), Drilled: unix(c.Drilled),
	}
	if len(rec.File) > maxPath {
		rec.File = ""
	}
	var held []heldRecord
	for _, h := range c.Held {
		if c.Here() {
			held = append(held, heldRecord{h.ID, h.Secret, h.Print, h.Codes, h.Revision, unix(h.Saved)})
		}
	}
	for part := 0; part == 0 || len(held) > 0; part++ {
		n := min(len(held), heldEach)
		rec.Held = held[:n]
		data := deflate(rec)
		for len(data) > maxNote && n > 0 {
			n /= 2
			rec.Held = held[:n]
			data = deflate(rec)
		}
		held = held[n:]
		notes[NotePrefix+c.ID+"."+strconv.Itoa(part)] = data
		rec = copyRecord{}
	}
}

// ReadNotes puts a register together from its notes. A note that cannot be
// read is left out, which makes accounts less ready and never more, and told in
// the error, which wraps ErrDamaged; the register is good for use all the same.
func ReadNotes(notes map[string][]byte) (Register, error) {
	var r Register
	var damage []error
	held := make(map[string][]Held)
	for key, data := range notes {
		name, ours := strings.CutPrefix(key, NotePrefix)
		if !ours {
			continue
		}
		dot := strings.LastIndexByte(name, '.')
		rec, ok := inflate(data)
		if dot < 0 || !ok || !isID(name[:dot]) {
			damage = append(damage, fmt.Errorf("note %q of the register: %w", key, ErrDamaged))
			continue
		}
		id := name[:dot]
		for _, h := range rec.Held {
			held[id] = append(held[id], Held{h.ID, h.Secret, h.Print, h.Codes, h.Revision, fromUnix(h.Saved)})
		}
		if rec.Kind != "" {
			r.Copies = append(r.Copies, rec.copyOf(id))
		}
	}
	for i := range r.Copies {
		c := &r.Copies[i]
		c.Held = held[c.ID]
		slices.SortFunc(c.Held, func(a, b Held) int { return cmp.Compare(a.ID, b.ID) })
	}
	slices.SortFunc(r.Copies, func(a, b Copy) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	r.Copies = slices.CompactFunc(r.Copies, func(a, b Copy) bool { return a.ID == b.ID })
	return r, errors.Join(damage...)
}

func deflate(rec copyRecord) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err == nil {
		err = json.NewEncoder(w).Encode(rec)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // numbers and texts into memory: cannot fail
	}
	return out.Bytes()
}

func inflate(data []byte) (rec copyRecord, ok bool) {
	r := flate.NewReader(bytes.NewReader(data))
	plain, err := io.ReadAll(io.LimitReader(r, maxPlain+1))
	if err != nil || len(plain) > maxPlain || json.Unmarshal(plain, &rec) != nil {
		return copyRecord{}, false
	}
	switch rec.Kind {
	case "", CopyKit, CopySheet:
		return rec, len(rec.Place) <= MaxPlace && len(rec.File) <= maxPath
	}
	return copyRecord{}, false
}

func (s copyRecord) copyOf(id string) Copy {
	return Copy{
		ID: id, Kind: s.Kind, File: s.File, Sum: s.Sum, Place: s.Place, Created: fromUnix(s.Created), Takes: s.Takes,
		Replaced: fromUnix(s.Replaced), Removed: fromUnix(s.Removed), Checked: fromUnix(s.Checked), Drilled: fromUnix(s.Drilled),
	}
}

func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func fromUnix(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
