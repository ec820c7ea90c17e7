package kit_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// known is a vault with these accounts.
type known struct {
	accounts []vault.Account
	lost     bool // it has lost some
}

func (k known) Accounts() []vault.Account { return k.accounts }
func (k known) Whole() bool               { return !k.lost }

func TestMaking(t *testing.T) {
	login := func(id string) vault.Account { return vault.Account{ID: id, Type: vault.TypeTOTP} }
	withCodes := func(id string, s vault.RecoveryState, left int) vault.Account {
		return vault.Account{ID: id, Type: vault.TypeTOTP, Recovery: &vault.RecoveryStatus{State: s, Left: left}}
	}
	secret := func(id string, codes int) kit.Held { return kit.Held{ID: id, Secret: true, Codes: codes} }
	all := known{accounts: []vault.Account{login("a"), login("b")}}
	both := []kit.Held{secret("a", 0), secret("b", 0)}
	for _, tt := range []struct {
		name  string
		old   kit.Copy
		file  bool // the old file is there
		to    string
		place string
		held  []kit.Held
		of    known
		takes string
		more  int
	}{
		{name: "written over", old: kit.Copy{Held: both}, file: true, to: "old.kit", held: both, of: all, takes: "old"},
		{name: "written over, with less", old: kit.Copy{Held: both}, file: true, to: "old.kit", held: both[:1], of: all, takes: "old", more: 1},
		{
			name: "written over, an account was deleted", old: kit.Copy{Held: both}, file: true, to: "old.kit",
			held: both[:1], of: known{accounts: all.accounts[:1]}, takes: "old",
		},
		{
			name: "written over, an account cannot be read", old: kit.Copy{Held: both}, file: true, to: "old.kit",
			held: both[:1], of: known{all.accounts[:1], true}, takes: "old", more: 1,
		},
		{
			name: "written over, codes cannot be read", old: kit.Copy{Held: []kit.Held{secret("a", 2)}}, file: true, to: "old.kit",
			held: both[:1], of: known{accounts: []vault.Account{withCodes("a", vault.RecoveryUnknown, 0)}}, takes: "old", more: 1,
		},
		{
			name: "written over, codes were used", old: kit.Copy{Held: []kit.Held{secret("a", 2)}}, file: true, to: "old.kit",
			held: both[:1], of: known{accounts: []vault.Account{withCodes("a", vault.RecoverySpent, 0)}}, takes: "old",
		},
		{name: "moved away", old: kit.Copy{Place: "stick", Held: both}, to: "old.kit", held: both, of: all},
		{name: "in the same place", old: kit.Copy{Place: "USB stick", Held: both}, to: "new.kit", place: "usb stick", held: both, of: all, takes: "old"},
		{name: "in the same place, with less", old: kit.Copy{Place: "stick", Held: both}, to: "new.kit", place: "stick", held: both[1:], of: all},
		{name: "in another place", old: kit.Copy{Place: "stick", Held: both}, file: true, to: "new.kit", place: "safe", held: both, of: all},
		{name: "gone", old: kit.Copy{Place: "stick", Held: both, Removed: made}, file: true, to: "old.kit", place: "stick", held: both, of: all},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			tt.old.ID, tt.old.Kind, tt.old.File, tt.old.Created = "old", kit.CopyKit, filepath.Join(dir, "old.kit"), made
			if tt.file {
				if err := os.WriteFile(tt.old.File, nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			r := kit.Register{Copies: []kit.Copy{tt.old}}
			m := r.MakingKit(filepath.Join(dir, tt.to), tt.place, tt.held, tt.of)
			if m.Takes.ID != tt.takes || len(m.More) != tt.more {
				t.Errorf("takes %q, more %v", m.Takes.ID, m.More)
			}
			next := kit.Copy{ID: "new", Kind: kit.CopyKit, File: filepath.Join(dir, tt.to), Place: tt.place, Created: made.Add(time.Hour), Held: tt.held}
			after := m.Enter(r, next)
			stays := tt.old.Here() && (tt.takes == "" || tt.place == "" && tt.to != "old.kit")
			if old, _ := after.Find("old"); old.Here() != stays {
				t.Errorf("the old kit is there: %v", old.Here())
			}
			if r.Copies[0].File == "" || len(r.Copies) != 1 {
				t.Error("the register before was changed")
			}
		})
	}
}

func TestMakingASheet(t *testing.T) {
	of := known{accounts: []vault.Account{{ID: "a", Type: vault.TypeTOTP}}}
	old := kit.Copy{ID: "old", Kind: kit.CopySheet, Place: "drawer", Held: []kit.Held{{ID: "a", Secret: true, Codes: 2}}}
	r := kit.Register{Copies: []kit.Copy{old}}
	same := r.MakingSheet(old.Held, of)
	if same.Takes.ID != "old" {
		t.Error("the new sheet does not follow the old one")
	}
	next := kit.Copy{ID: "new", Kind: kit.CopySheet, Held: old.Held}
	after := same.Enter(r, next)
	if gone(after) != "" {
		t.Error("the old sheet went before the new one had a place")
	}
	if after, err := after.SetPlace("new", "safe", made); err != nil || gone(after) != "old" {
		t.Errorf("the new sheet has a place, gone is %q, %v", gone(after), err)
	}
	if m := r.MakingSheet([]kit.Held{{ID: "a", Codes: 2}}, of); m.Takes.ID != "" {
		t.Error("a sheet with secrets went for one without")
	}
}

// Of two sticks that are found under one path, the one that is plugged in is
// written over.
func TestMakingKnowsAFileByItsContent(t *testing.T) {
	of := known{accounts: []vault.Account{{ID: "a", Type: vault.TypeTOTP}, {ID: "b", Type: vault.TypeTOTP}}}
	both := []kit.Held{{ID: "a", Secret: true}, {ID: "b", Secret: true}}
	path := filepath.Join(t.TempDir(), "deskfob.kit")
	sum, err := kit.SaveCheap(path, full(), words, kit.Overwrite{})
	if err != nil {
		t.Fatal(err)
	}
	copyOn := func(stick, file, sum string) kit.Copy {
		return kit.Copy{ID: stick, Kind: kit.CopyKit, File: file, Sum: sum, Place: stick, Created: made, Held: both}
	}
	r := kit.Register{Copies: []kit.Copy{copyOn("first", path+".elsewhere", sum), copyOn("second", path, "other")}}
	if m := r.MakingKit(path, "", both[:1], of); m.Takes.ID != "first" || len(m.More) != 1 {
		t.Errorf("takes %q, more %v", m.Takes.ID, m.More)
	}
	after := r.MakingKit(path, "", both, of).Enter(r, kit.Copy{ID: "new", Kind: kit.CopyKit, File: path, Created: made, Held: both})
	if c, _ := after.Find("first"); c.Here() {
		t.Error("the kit that was written over is still there")
	}
	if c, _ := after.Find("second"); !c.Here() || c.File != "" {
		t.Errorf("the kit on the other stick: here %v, file %q", c.Here(), c.File)
	}
}
