package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// places gives a world several vaults in memory, by location.
func (w *world) places(t *testing.T) map[string]vault.Keyring {
	t.Helper()
	keyrings := map[string]vault.Keyring{}
	dir := t.TempDir()
	w.DataDir = func() (string, error) { return dir, nil }
	w.OpenVault = func(ctx context.Context, l vault.Location, o vault.Options) (*vault.Vault, error) {
		if keyrings[l.String()] == nil {
			keyrings[l.String()] = vault.NewMemoryKeyring()
		}
		o.Keyring, o.Scope = keyrings[l.String()], filepath.Base(l.String())
		return vault.Open(ctx, o)
	}
	return keyrings
}

func TestMovePointsAtTheNewPlace(t *testing.T) {
	for _, tt := range []struct {
		name               string
		saved, environment string
		saves              []string
		said               string
	}{
		{"nothing chosen means the keyring", "", "", []string{"file:/new/vault"}, "The window uses /new/vault"},
		{"the keyring chosen", "keyring", "keyring", []string{"file:/new/vault"}, "DESKFOB_VAULT still names the old place"},
		{"another place chosen", "file:/third", "", nil, "Nothing is left"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.places(t)
			w.add(t, "ACME", "joe", "JBSWY3DPEHPK3PXA")
			var saves []string
			w.SavedVault = func() (string, error) { return tt.saved, nil }
			w.SaveVault = func(l string) error { saves = append(saves, l); return nil }
			w.vars["DESKFOB_VAULT"] = tt.environment
			w.says(t, ExitOK, tt.said, "vault", "move", "--vault", "keyring", "--to", "file:/new/vault")
			if !slices.Equal(saves, tt.saves) {
				t.Errorf("saved %q", saves)
			}
			if out := w.must(t, "list", "--vault", "file:/new/vault"); !strings.Contains(out, "ACME") {
				t.Errorf("at the new place: %q", out)
			}
		})
	}
}

func TestMoveWithoutSettings(t *testing.T) {
	w := newWorld(t)
	w.places(t)
	w.add(t, "ACME", "joe", "JBSWY3DPEHPK3PXA")
	w.SaveVault = func(string) error { return errors.New("read-only") }
	w.says(t, ExitUnexpected, "deskfob --vault file:/new/vault", "vault", "move", "--to", "file:/new/vault")
}

func TestMoveRefusals(t *testing.T) {
	w := newWorld(t)
	w.places(t)
	w.says(t, ExitUsage, "the same place", "vault", "move", "--to", "keyring")
	w.says(t, ExitUsage, "--to", "vault", "move")
	w.says(t, ExitUnavailable, "no vault", "vault", "move", "--to", "file:/new/vault")
	w.add(t, "ACME", "joe", "JBSWY3DPEHPK3PXA")
	w.give(uriOf("Old", "joe", "JBSWY3DPEHPK3PXB"))
	w.must(t, "add", "--uri", "-", "--vault", "file:/new/vault")
	pass := filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(pass, []byte("swordfish"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.says(t, ExitRefused, "no passphrase", "vault", "move", "--to", "file:/new/vault", "--to-passphrase-file", pass)
	if out := w.must(t, "list"); !strings.Contains(out, "ACME") {
		t.Errorf("at the old place: %q", out)
	}
}

// The new place's passphrase is asked for twice, and the old one's not at all.
func TestMoveAsksForAPassphrase(t *testing.T) {
	m := &move{session: &session{Env: newWorld(t).Env}}
	y := &typist{answers: []string{"one", "one", "two"}}
	m.Terminal = y
	got, err := m.ask(context.Background(), true)
	if err != nil || string(got) != "one" || len(y.asked) != 2 {
		t.Errorf("a new vault: %q, %v after %q", got, err, y.asked)
	}
	got, err = m.ask(context.Background(), false)
	if err != nil || string(got) != "two" || y.asked[2] != askPassphraseThere {
		t.Errorf("one that is there: %q, %v after %q", got, err, y.asked)
	}
}

func TestEraseAsks(t *testing.T) {
	w := newWorld(t)
	w.places(t)
	w.add(t, "ACME", "joe", "JBSWY3DPEHPK3PXA")
	w.add(t, "ACME", "jane", "JBSWY3DPEHPK3PXB")
	w.says(t, ExitUsage, "--yes", "vault", "erase")
	w.Terminal = &typist{answers: []string{"yes", "1", "", "2"}}
	for range 3 {
		w.says(t, ExitUsage, "This erases 2 accounts", "vault", "erase")
	}
	if out := w.must(t, "list"); strings.Count(out, "\n") != 2 {
		t.Errorf("list printed %q", out)
	}
	removed := 0
	w.RemoveSettings = func() error { removed++; return nil }
	w.says(t, ExitOK, "Erased the vault in the keyring", "vault", "erase")
	if dir, _ := w.DataDir(); removed != 1 || exists(dir) {
		t.Errorf("settings removed %d times; the data folder is there: %v", removed, exists(dir))
	}
	if out := w.must(t, "list"); out != "" {
		t.Errorf("list printed %q", out)
	}
}

func TestEraseTellsWhatIsLeft(t *testing.T) {
	w := newWorld(t)
	w.places(t)
	w.add(t, "ACME", "joe", "JBSWY3DPEHPK3PXA")
	w.RemoveSettings = func() error { return errors.New("read-only") }
	w.says(t, ExitUnexpected, settingsLeft, "vault", "erase", "--yes")
	if out := w.must(t, "list"); out != "" {
		t.Errorf("list printed %q", out)
	}
}

// A rest that an earlier erase left is erased without a question about accounts.
func TestEraseFinishes(t *testing.T) {
	w := newWorld(t)
	w.places(t)
	w.FinishErase = func(context.Context, vault.Location, vault.Options) (bool, error) { return true, nil }
	w.says(t, ExitOK, "was erased before", "vault", "erase", "--yes")
	w.FinishErase = func(context.Context, vault.Location, vault.Options) (bool, error) { return false, vault.ErrLocked }
	w.says(t, ExitUnavailable, "locked", "vault", "erase", "--yes")
	w.says(t, ExitUnavailable, "locked", "vault", "move", "--to", "file:/new/vault")
}

func TestKeepItems(t *testing.T) {
	w := newWorld(t)
	dir := filepath.Join(t.TempDir(), "new")
	w.DataDir = func() (string, error) { return dir, nil }
	w.now = time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC)
	s := &session{Env: w.Env}
	if path, err := s.keepItems(nil); path != "" || err != nil || exists(dir) {
		t.Errorf("nothing to keep: %q, %v", path, err)
	}
	for _, want := range []string{"set-aside-20261103-100000.json", "set-aside-20261103-100000-2.json"} {
		path, err := s.keepItems(map[string]string{"item": "sealed"})
		if err != nil || filepath.Base(path) != want {
			t.Errorf("kept in %q, %v; want %s", path, err, want)
		}
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), `"item": "sealed"`) {
			t.Errorf("%s holds %q, %v", path, text, err)
		}
		if !isOne(filepath.Base(path), setAsideFiles) {
			t.Errorf("%s is not found again", path)
		}
	}
}

func TestPassphraseOverAKeyring(t *testing.T) {
	w := newWorld(t)
	w.add(t, "ACME", "joe", "JBSWY3DPEHPK3PXA")
	w.says(t, ExitRefused, "deskfob passphrase set", "passphrase", "remove")
	w.says(t, ExitUsage, "--new-passphrase-file", "passphrase", "set")
	y := &typist{answers: []string{"one", "two", "one", "one", "wrong"}}
	w.Terminal = y
	w.says(t, ExitRefused, "deskfob passphrase set", "passphrase", "change")
	w.says(t, ExitUsage, passphrasesDiffer, "passphrase", "set")
	w.says(t, ExitOK, passphraseLost, "passphrase", "set")
	w.says(t, ExitUnavailable, "passphrase is wrong", "passphrase", "remove")
	y.answers = []string{"one"}
	w.says(t, ExitOK, "no passphrase of its own any more", "passphrase", "remove")
	if out := w.must(t, "list"); !strings.Contains(out, "ACME") {
		t.Errorf("list printed %q", out)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
