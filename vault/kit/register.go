package kit

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/deskfob/deskfob/vault"
)

// CopyKind says what a copy is.
type CopyKind string

// The kinds of copy.
const (
	CopyKit   CopyKind = "kit"   // an encrypted file
	CopySheet CopyKind = "sheet" // a printed sheet
)

// Copy is one kit file or sheet, and what of each account is on it.
type Copy struct {
	ID       string
	Kind     CopyKind
	File     string    // the path it was written to; empty: not known any more
	Sum      string    // of the file, as Save gives it; empty: none
	Place    string    // where it is kept, in the person's words; empty: still only on this computer
	Created  time.Time // to the second
	Takes    string    // the id of the copy that is to be destroyed once this one has a place; empty: none
	Replaced time.Time // when a newer copy took its place; zero: it is the newest of its line
	Removed  time.Time // when the person said that it is gone; zero: it is there
	Checked  time.Time // when it was last opened and found right; zero: never
	Drilled  time.Time // when it was last restored into an empty vault; zero: never
	Held     []Held
}

// Held is what a copy has of one account, as it was when the copy was made.
type Held struct {
	ID       string // the account's
	Secret   bool   // the secret is on the copy
	Print    string // of the credential, as Print gives it; empty: the account had none
	Codes    int    // how many live recovery codes are on the copy
	Revision int    // of the set that they are from
	Saved    time.Time
}

// Here reports whether the copy still exists, as far as the register knows.
func (c Copy) Here() bool { return c.Replaced.IsZero() && c.Removed.IsZero() }

// Counts reports whether readiness may rely on the copy: it exists, and is
// somewhere else than on this computer.
func (c Copy) Counts() bool { return c.Here() && c.Place != "" }

// Copy is the kit's entry in the register, for a file as Save wrote it.
func (k Kit) Copy(file, sum, place string) Copy {
	return Copy{
		ID: k.ID, Kind: CopyKit, File: file, Sum: sum, Place: place,
		Created: toSecond(k.Created), Held: Hold(k.Entries),
	}
}

// Hold says what a copy with those entries holds.
func Hold(entries []Entry) []Held {
	var held []Held
	for _, e := range entries {
		h := Held{ID: e.Account.ID, Secret: e.HasSecret(), Print: Print(e.Account)}
		if e.Recovery != nil {
			h.Codes, h.Revision, h.Saved = len(e.Recovery.Codes), e.Recovery.Revision, e.Recovery.Saved
		}
		held = append(held, h)
	}
	return held
}

// Print identifies a credential without telling it: 48 bits of a SHA-256 over
// type, secret, algorithm, digits and period. It is empty without a secret. The
// counter is no part of it: a code used is no new credential.
func Print(a vault.Account) string {
	if a.Type == vault.TypeNone || a.Type == "" {
		return ""
	}
	secret := a.Secret.Expose()
	defer clear(secret)
	h := sha256.New()
	h.Write([]byte(string(a.Type) + " " + string(a.Algorithm) + " " + strconv.Itoa(a.Digits) + " " + strconv.Itoa(a.Period) + " "))
	h.Write(secret)
	return base64.RawStdEncoding.EncodeToString(h.Sum(nil)[:6])
}

// Register is all copies ever made, the oldest first. Its methods that change
// it return the register after the change and leave the old one as it was.
type Register struct {
	Copies []Copy
}

// Find returns the copy of that id.
func (r Register) Find(id string) (Copy, bool) {
	i := r.index(id)
	if i < 0 {
		return Copy{}, false
	}
	return r.Copies[i], true
}

func (r Register) index(id string) int {
	return slices.IndexFunc(r.Copies, func(c Copy) bool { return c.ID == id })
}

// knows reports whether a file with that content is a copy of that kind.
func (r Register) knows(kind CopyKind, sum string) bool {
	return slices.ContainsFunc(r.Copies, func(c Copy) bool { return c.Kind == kind && c.Sum == sum })
}

// Newest returns the newest copy of a kind that still exists; what the next
// one would take the place of.
func (r Register) Newest(kind CopyKind) (Copy, bool) {
	for _, c := range slices.Backward(r.Copies) {
		if c.Kind == kind && c.Here() {
			return c, true
		}
	}
	return Copy{}, false
}

// Add enters a new copy. A kit that was written over the file of another has
// replaced it, whatever place that one had: what it held may be gone. Any other
// copy that it takes the place of stays until the new one has a place of its
// own: the old sheet is still in the drawer, and better than the new one on
// this computer.
func (r Register) Add(c Copy) Register {
	r = r.clone()
	for i, old := range r.Copies {
		if c.Kind == CopyKit && old.Kind == CopyKit && c.File != "" && old.File == c.File && old.Here() {
			r.Copies[i].Replaced = c.Created
		}
	}
	c.Place = cutText(vault.CleanName(c.Place), MaxPlace)
	r.Copies = append(r.Copies, c)
	return r.settle(len(r.Copies)-1, c.Created)
}

// SetPlace says where a copy is kept. With that it takes the place of the copy
// it was made to replace. An empty text says that it is on this computer only.
func (r Register) SetPlace(id, place string, now time.Time) (Register, error) {
	return r.edit(id, func(r Register, i int) Register {
		r.Copies[i].Place = cutText(vault.CleanName(place), MaxPlace)
		return r.settle(i, now)
	})
}

// settle marks what copy i takes the place of, and what that one took, once it
// has a place.
func (r Register) settle(i int, now time.Time) Register {
	if r.Copies[i].Place == "" {
		return r
	}
	for range r.Copies { // a circle, in a register that was tampered with, ends too
		old := r.index(r.Copies[i].Takes)
		if old < 0 || old == i {
			break
		}
		if r.Copies[old].Here() {
			r.Copies[old].Replaced = now
		}
		i = old
	}
	return r
}

// Forget says that a copy is gone: lost, destroyed, thrown away.
func (r Register) Forget(id string, now time.Time) (Register, error) {
	return r.edit(id, func(r Register, i int) Register {
		r.Copies[i].Removed = now
		return r
	})
}

// Checked says that a copy was opened and is what the register says.
func (r Register) Checked(id string, now time.Time) (Register, error) {
	return r.edit(id, func(r Register, i int) Register {
		r.Copies[i].Checked = now
		return r
	})
}

// Drilled says that a copy was restored into an empty vault and came out right.
func (r Register) Drilled(id string, now time.Time) (Register, error) {
	return r.edit(id, func(r Register, i int) Register {
		r.Copies[i].Checked, r.Copies[i].Drilled = now, now
		return r
	})
}

func (r Register) edit(id string, change func(Register, int) Register) (Register, error) {
	i := r.index(id)
	if i < 0 {
		return r, fmt.Errorf("%s: %w", id, ErrNoCopy)
	}
	return change(r.clone(), i), nil
}

// cutText cuts a text to so many bytes, between characters.
func cutText(text string, most int) string {
	for len(text) > most {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}

func (r Register) clone() Register { return Register{slices.Clone(r.Copies)} }
