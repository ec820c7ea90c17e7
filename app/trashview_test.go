package app

import (
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

func TestTrashViewTakesBackAndEmpties(t *testing.T) {
	s := newStage(t, uriCloud, uriForge, uriServer)
	for _, issuer := range []string{"Example Cloud", "Git Forge"} {
		if _, err := s.vault.Delete(s.Context(), s.account(issuer).ID); err != nil {
			t.Fatal(err)
		}
		s.now = s.now.Add(time.Hour)
	}
	s.ui.changed()
	s.ui.openSettings()
	s.tap(top[*settingsView](s).trash)
	v := top[*trashView](s)
	if len(v.items) != 2 || v.items[0].Account.Issuer != "Git Forge" {
		t.Fatalf("the trash shows %d things", len(v.items))
	}
	s.tap(v.restores[0])
	s.account("Git Forge")
	if s.ui.window.Canvas().Focused() != v.back {
		t.Error("the keyboard is nowhere after putting something back")
	}
	if len(v.items) != 1 {
		t.Errorf("%d things are left", len(v.items))
	}
	s.tap(v.empty)
	if !v.sure.Visible() {
		t.Fatal("it does not ask")
	}
	s.tap(v.not)
	if len(v.items) != 1 || v.sure.Visible() {
		t.Error("keeping did not keep")
	}
	if s.ui.window.Canvas().Focused() != v.back {
		t.Error("the keyboard is nowhere after keeping it")
	}
	s.tap(v.empty)
	s.tap(v.really)
	if left, err := s.vault.Trash(s.Context()); err != nil || len(left) != 0 {
		t.Errorf("%d things are left, %v", len(left), err)
	}
	if v.empty.Visible() {
		t.Error("an empty trash can be emptied")
	}
}

// What keeps the trash from being emptied is told.
func TestTrashThatCannotBeEmptied(t *testing.T) {
	k := vaulttest.NewFaulty()
	s := newStageOn(t, k, uriCloud)
	if _, err := s.vault.Delete(s.Context(), s.account("Example Cloud").ID); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	s.ui.openTrash()
	s.drain()
	v := top[*trashView](s)
	s.tap(v.empty)
	k.Arm(vaulttest.Fail, 0)
	s.tap(v.really)
	if !k.Disarm() {
		t.Fatal("nothing went wrong")
	}
	if !v.wrong.Visible() || !v.empty.Visible() || v.sure.Visible() {
		t.Error("what went wrong is not told, or it cannot be tried again")
	}
}

func TestTrashWords(t *testing.T) {
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.Local)
	item := vault.Trashed{Reason: vault.TrashDeleted, At: at, Expires: at.Add(vault.TrashTime)}
	for _, c := range []struct {
		after time.Duration
		want  string
	}{
		{0, "Deleted 1 Nov 2026. 30 more days here."},
		{time.Hour, "Deleted 1 Nov 2026. 30 more days here."},
		{vault.TrashTime - time.Hour, "Deleted 1 Nov 2026. One more day here."},
	} {
		if got := trashWords(item, at.Add(c.after)); got != c.want {
			t.Errorf("after %v: %q, want %q", c.after, got, c.want)
		}
	}
}
