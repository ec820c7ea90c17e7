package kit

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/deskfob/deskfob/vault"
)

// Making is what has to be known of a new copy before its file is written: the
// copy it takes the place of, which shows in what is there until then.
type Making struct {
	Takes Copy // without an ID: it takes the place of none
	// More is what the kit that would be written over has and the new one would
	// not. Nobody may write over that unasked: it may be the only copy.
	More  []Held
	Over  string   // id of the kit whose file is written over; empty: none
	moved []string // ids of the kits that were written to the same path and are elsewhere now
}

// Known is what Making needs to know of a vault; *vault.Vault is one.
type Known interface {
	Accounts() []vault.Account
	Whole() bool
}

var _ Known = (*vault.Vault)(nil)

// MakingKit says what a kit takes the place of that holds held and is to be
// written to file and kept in place: the kit it is written over, else the one
// that is kept in the same place and has no more. Kits in other places stay
// beside it.
func (r Register) MakingKit(file, place string, held []Held, of Known) Making {
	m := Making{}
	old, over := r.writtenTo(file)
	if _, err := os.Stat(file); over || errors.Is(err, fs.ErrNotExist) {
		for _, c := range r.Copies {
			if c.Kind == CopyKit && c.File == file && c.ID != old.ID {
				m.moved = append(m.moved, c.ID)
			}
		}
	}
	if over {
		m.Takes, m.More, m.Over = old, old.moreThan(held, of), old.ID
		return m
	}
	for _, c := range slices.Backward(r.Copies) {
		if c.Kind == CopyKit && c.Counts() && strings.EqualFold(c.Place, place) && len(c.moreThan(held, of)) == 0 {
			m.Takes = c
			break
		}
	}
	return m
}

// MakingSheet says what a sheet takes the place of that holds held: the newest
// one, unless that has more.
func (r Register) MakingSheet(held []Held, of Known) Making {
	old, ok := r.Newest(CopySheet)
	if !ok || len(old.moreThan(held, of)) > 0 {
		return Making{}
	}
	return Making{Takes: old}
}

// Enter adds the new copy, whose file is written now, to a register.
func (m Making) Enter(r Register, c Copy) Register {
	r = r.clone()
	for i := range r.Copies {
		if slices.Contains(m.moved, r.Copies[i].ID) {
			r.Copies[i].File = ""
		}
		if m.Over != "" && r.Copies[i].ID == m.Over {
			r.Copies[i].File = c.File // for Add: it may have been written under another path
		}
	}
	c.Takes = m.Takes.ID
	return r.Add(c)
}

// writtenTo returns the kit that is in that file: the one it has the content of,
// for a stick may be found under another path than it was written to, and
// another stick under that one; else the one that was written to that path.
func (r Register) writtenTo(file string) (Copy, bool) {
	if _, err := os.Stat(file); err != nil {
		return Copy{}, false
	}
	find := func(is func(Copy) bool) int {
		return slices.IndexFunc(r.Copies, func(c Copy) bool { return c.Kind == CopyKit && c.Here() && is(c) })
	}
	i := -1
	if content, err := readFile(file); err == nil {
		sum := fileSum(content)
		i = find(func(c Copy) bool { return c.Sum == sum })
	}
	if i < 0 {
		i = find(func(c Copy) bool { return c.File == file })
	}
	if i < 0 {
		return Copy{}, false
	}
	return r.Copies[i], true
}

// moreThan lists what the copy has of accounts of the vault and one that holds
// held leaves out. An account that the vault does not have was deleted, unless
// the vault has lost some.
func (c Copy) moreThan(held []Held, of Known) []Held {
	accounts, whole := of.Accounts(), of.Whole()
	var more []Held
	for _, was := range c.Held {
		i := slices.IndexFunc(accounts, func(a vault.Account) bool { return a.ID == was.ID })
		if i < 0 {
			if !whole {
				more = append(more, was)
			}
			continue
		}
		now := slices.IndexFunc(held, func(h Held) bool { return h.ID == was.ID })
		if now < 0 || was.Secret && !held[now].Secret && accounts[i].Type != vault.TypeNone ||
			was.Codes > 0 && held[now].Codes == 0 && mayBeLive(accounts[i].Recovery) {
			more = append(more, was)
		}
	}
	return more
}

// mayBeLive reports whether recovery codes on a copy may be good although the
// vault gives none: it cannot read them.
func mayBeLive(s *vault.RecoveryStatus) bool {
	return s != nil && (s.Left > 0 || s.State == vault.RecoveryUnknown)
}

// hasMore reports whether a kit that the register does not know has something
// that the one to be written over it would not have. Whether it was deleted
// since cannot be known.
func (k Kit) hasMore(than Kit) bool {
	return slices.ContainsFunc(k.Entries, func(was Entry) bool {
		i := slices.IndexFunc(than.Entries, func(e Entry) bool { return e.Account.ID == was.Account.ID })
		return i < 0 || was.hasMore(than.Entries[i])
	})
}

func (e Entry) hasMore(than Entry) bool {
	a, b := e.Account, than.Account
	if e.HasSecret() && (!than.HasSecret() || Print(a) != Print(b) && !e.Saved.Before(than.Saved)) {
		return true
	}
	r, s := e.Recovery, than.Recovery
	if r == nil || s == nil {
		return r != nil
	}
	return (r.Revision != s.Revision || !r.Saved.Equal(s.Saved)) && !r.Saved.Before(s.Saved)
}
