package kit_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault/kit"
)

// gone lists the copies that the register says do not exist any more.
func gone(r kit.Register) string {
	var ids []string
	for _, c := range r.Copies {
		if !c.Here() {
			ids = append(ids, c.ID)
		}
	}
	return strings.Join(ids, " ")
}

func TestRegisterReplaces(t *testing.T) {
	now := made.Add(time.Hour)
	one := kit.Copy{ID: "one", Kind: kit.CopySheet, File: "s.pdf", Place: "drawer", Created: made}
	two := kit.Copy{ID: "two", Kind: kit.CopySheet, File: "s.pdf", Created: made.Add(time.Minute), Takes: "one"}
	three := kit.Copy{ID: "three", Kind: kit.CopySheet, Created: made.Add(2 * time.Minute), Takes: "two"}

	r := kit.Register{}.Add(one).Add(two).Add(three)
	if got := gone(r); got != "" {
		t.Errorf("the sheet in the drawer went when a new one was made: %s", got)
	}
	r, err := r.SetPlace("three", "safe", now)
	if err != nil || gone(r) != "one two" {
		t.Errorf("the newest has a place, gone are %q, want one and two; %v", gone(r), err)
	}
	if newest, ok := r.Newest(kit.CopySheet); !ok || newest.ID != "three" {
		t.Errorf("newest %v", newest.ID)
	}
	if _, ok := r.Newest(kit.CopyKit); ok {
		t.Error("a newest kit, and there is none")
	}
	// A kit written over another one has replaced it, wherever that was.
	k := kit.Register{}.Add(kit.Copy{ID: "one", Kind: kit.CopyKit, File: "/usb/k", Place: "USB stick", Created: made})
	k = k.Add(kit.Copy{ID: "two", Kind: kit.CopyKit, File: "/usb/k", Created: now})
	if gone(k) != "one" {
		t.Errorf("gone are %q, want one", gone(k))
	}
	if _, err := k.Forget("three", now); !errors.Is(err, kit.ErrNoCopy) {
		t.Errorf("forget a copy that is not there: %v", err)
	}
	// Two copies that each claim to take the other's place: an answer all the same.
	circle := kit.Register{Copies: []kit.Copy{{ID: "a", Takes: "b"}, {ID: "b", Takes: "a"}}}
	if c, err := circle.SetPlace("a", "x", now); err != nil || len(c.Copies) != 2 {
		t.Errorf("a circle of copies: %v", err)
	}
	after, err := k.Drilled("two", now)
	if c, _ := after.Find("two"); err != nil || !c.Drilled.Equal(now) || !c.Checked.Equal(now) {
		t.Errorf("drilled %v, checked %v, %v", c.Drilled, c.Checked, err)
	}
	if c, _ := k.Find("two"); !c.Drilled.IsZero() {
		t.Error("the register before was changed")
	}
}

// big is a register with kits of many accounts.
func big(accounts int) kit.Register {
	rnd := rand.New(rand.NewPCG(1, 2))
	text := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = "abcdefghijklmnopqrstuvwxyz234567"[rnd.IntN(32)]
		}
		return string(b)
	}
	var r kit.Register
	for i := range 3 {
		c := kit.Copy{
			ID: kit.NewID(), Kind: kit.CopyKit, File: "/home/ann/" + text(300), Sum: text(32), Place: text(kit.MaxPlace),
			Created: made.Add(time.Duration(i) * time.Hour), Checked: made.AddDate(0, 1, 0), Takes: text(10),
		}
		for n := range accounts {
			h := kit.Held{ID: fmt.Sprintf("%05d", n) + text(5), Secret: true, Print: text(8), Codes: 10, Revision: n, Saved: saved.Add(time.Duration(rnd.IntN(1e9)) * time.Second)}
			if n%3 == 0 {
				h.Codes, h.Revision, h.Saved = 0, 0, time.Time{}
			}
			c.Held = append(c.Held, h)
		}
		r.Copies = append(r.Copies, c)
	}
	return r
}

func TestNotesRoundTrip(t *testing.T) {
	for _, accounts := range []int{0, 1, 48, 49, 200, 1000} {
		r := big(accounts)
		notes := r.Notes()
		size := 0
		for key, data := range notes {
			size += len(data)
			if len(data) > 1000 || len(key) > 64 || !strings.HasPrefix(key, kit.NotePrefix) {
				t.Errorf("note %q of %d bytes", key, len(data))
			}
		}
		t.Logf("%d accounts: %d notes a copy, %d bytes a copy", accounts, len(notes)/3, size/3)
		notes["something else"] = []byte("x")
		back, err := kit.ReadNotes(notes)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back, r) {
			t.Errorf("%d accounts: the register came back as something else", accounts)
		}
	}
}

func TestNoteChanges(t *testing.T) {
	before := big(100)
	stored := before.Notes()
	if changes := before.NoteChanges(stored); len(changes) != 0 {
		t.Errorf("%d changes where nothing changed", len(changes))
	}
	after, err := before.SetPlace(before.Copies[0].ID, "elsewhere", made)
	if err != nil {
		t.Fatal(err)
	}
	if changes := after.NoteChanges(stored); len(changes) != 1 {
		t.Errorf("%d notes change with a place, want 1", len(changes))
	}
	after, err = after.Forget(before.Copies[1].ID, made)
	if err != nil {
		t.Fatal(err)
	}
	deleted := 0
	for key, data := range after.NoteChanges(stored) {
		if data == nil {
			delete(stored, key)
			deleted++
			continue
		}
		stored[key] = data
	}
	back, err := kit.ReadNotes(stored)
	if err != nil || deleted == 0 {
		t.Fatalf("%d deleted, %v", deleted, err)
	}
	if c, _ := back.Find(before.Copies[1].ID); c.Here() || len(c.Held) != 0 {
		t.Errorf("the copy that is gone still holds %d accounts", len(c.Held))
	}
	if c, _ := back.Find(before.Copies[0].ID); c.Place != "elsewhere" || len(c.Held) != 100 {
		t.Errorf("the other one is at %q with %d accounts", c.Place, len(c.Held))
	}
}

// A damaged note never makes an account look safer.
func TestReadNotesDamaged(t *testing.T) {
	r := big(200)
	notes := r.Notes()
	var some string
	for key := range notes {
		if strings.HasSuffix(key, ".1") {
			some = key
		}
	}
	notes[some] = []byte{1, 2, 3}
	back, err := kit.ReadNotes(notes)
	if !errors.Is(err, kit.ErrDamaged) {
		t.Errorf("error %v", err)
	}
	missing := 0
	for i, c := range back.Copies {
		missing += len(r.Copies[i].Held) - len(c.Held)
	}
	if len(back.Copies) != 3 || missing == 0 || missing > 48 {
		t.Errorf("%d copies, %d accounts less", len(back.Copies), missing)
	}
}

func TestRegisterForgetsWhatIsLongGone(t *testing.T) {
	var r kit.Register
	for i := range 300 {
		r = r.Add(kit.Copy{ID: fmt.Sprint("k", i), Kind: kit.CopyKit, File: "/usb/k", Created: made.Add(time.Duration(i) * time.Hour)})
	}
	back, err := kit.ReadNotes(r.Notes())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(back.Copies); n != 51 || back.Copies[50].ID != "k299" || back.Copies[0].ID != "k249" {
		t.Errorf("%d copies are remembered, from %s", n, back.Copies[0].ID)
	}
}

func FuzzReadNotes(f *testing.F) {
	for key, data := range big(3).Notes() {
		f.Add(key, data)
	}
	f.Fuzz(func(t *testing.T, key string, data []byte) {
		r, _ := kit.ReadNotes(map[string][]byte{key: data})
		r.Readiness(nil)
		if _, err := kit.ReadNotes(r.Notes()); err != nil {
			t.Errorf("a register that was read cannot be stored: %v", err)
		}
	})
}
