package kit_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// onlyFile fails when something lies in the folder beside that file.
func onlyFile(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(path) {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

func TestSaveMakesAndRenewsAKit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deskfob.kit")
	sum, err := kit.SaveCheap(path, full(), words, kit.Overwrite{})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	back, again, err := kit.Open(path, words)
	if err != nil || again != sum || sum == "" {
		t.Fatalf("opened with sum %q, saved with %q, %v", again, sum, err)
	}
	sameKit(t, back, full())

	// The same passphrase opens the old one, and it is of the same vault.
	newer := full()
	newer.ID, newer.Created = "kit2", made.AddDate(0, 0, 1)
	if _, err := kit.SaveCheap(path, newer, words, kit.Overwrite{}); err != nil {
		t.Fatal(err)
	}
	if back, _, err := kit.Open(path, words); err != nil || back.ID != "kit2" {
		t.Errorf("after renewing: %s, %v", back.ID, err)
	}
	onlyFile(t, path)
}

func TestSaveKeepsFilesOfOthers(t *testing.T) {
	otherVault := full()
	otherVault.Vault = "vault2"
	noVault := full()
	noVault.Vault = ""
	asFile := func(k kit.Kit, passphrase string) []byte {
		var out bytes.Buffer
		if err := kit.WriteCheap(&out, k, []byte(passphrase)); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	for name, content := range map[string][]byte{
		"a letter":                  []byte("Dear Ann"),
		"an empty file":             {},
		"a kit of another vault":    asFile(otherVault, string(words)),
		"a kit of no known vault":   asFile(noVault, string(words)),
		"a kit of another password": asFile(full(), "something else"),
		"something large":           make([]byte, kit.MaxFile+1),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "deskfob.kit")
			write(t, path, content)
			if _, err := kit.SaveCheap(path, full(), words, kit.Overwrite{}); !errors.Is(err, kit.ErrExists) {
				t.Errorf("error %v, want ErrExists", err)
			}
			if !bytes.Equal(read(t, path), content) {
				t.Error("the file was changed")
			}
			if _, err := kit.SaveSheet(path, []byte("%PDF"), kit.Overwrite{}); !errors.Is(err, kit.ErrExists) {
				t.Errorf("sheet: error %v, want ErrExists", err)
			}
			if _, err := kit.SaveSheet(path, []byte("%PDF"), kit.Overwrite{Any: true}); err != nil {
				t.Errorf("when told to: %v", err)
			}
			onlyFile(t, path)
		})
	}
}

// A kit whose passphrase was changed is still known by its content.
func TestSaveKnowsCopiesOfTheRegister(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sheet.pdf")
	sum, err := kit.SaveSheet(path, []byte("%PDF one"), kit.Overwrite{})
	if err != nil {
		t.Fatal(err)
	}
	known := kit.Register{}.Add(kit.Copy{ID: "s1", Kind: kit.CopySheet, Sum: sum, Created: made})
	if _, err := kit.SaveCheap(path, full(), words, kit.Overwrite{Known: known}); !errors.Is(err, kit.ErrExists) {
		t.Errorf("a kit over a sheet: %v", err)
	}
	if _, err := kit.SaveSheet(path, []byte("%PDF two"), kit.Overwrite{Known: known}); err != nil {
		t.Fatal(err)
	}
	if _, err := kit.SaveSheet(path, []byte("%PDF three"), kit.Overwrite{Known: known}); !errors.Is(err, kit.ErrExists) {
		t.Errorf("a file that was changed since: %v", err)
	}
	if got := read(t, path); string(got) != "%PDF two" {
		t.Errorf("the file is %q", got)
	}
}

func TestSaveSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	if _, err := kit.SaveSheet(filepath.Join(dir, "none", "x"), []byte("x"), kit.Overwrite{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
	if _, err := kit.SaveSheet(dir, []byte("x"), kit.Overwrite{Any: true}); !errors.Is(err, kit.ErrExists) {
		t.Errorf("a folder in its place, when told to: %v", err)
	}
	if _, err := kit.SaveSheet(dir, []byte("x"), kit.Overwrite{}); !errors.Is(err, kit.ErrExists) {
		t.Errorf("a folder: %v", err)
	}
	if _, _, err := kit.Open(dir, words); !errors.Is(err, kit.ErrNotKit) {
		t.Errorf("open a folder: %v", err)
	}
	if _, _, err := kit.Open(filepath.Join(dir, "none"), words); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("open what is not there: %v", err)
	}
	if os.Getuid() == 0 {
		return // permissions do not stop root
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := kit.SaveSheet(filepath.Join(dir, "x"), []byte("x"), kit.Overwrite{}); !errors.Is(err, vault.ErrDenied) {
		t.Errorf("no access: %v", err)
	}
}

// What a crash left is gone after the next save; what else looks like it stays.
func TestSaveSweepsWhatACrashLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "my [sheet].pdf")
	dir := filepath.Dir(path)
	left := filepath.Join(dir, ".my [sheet].pdf.1234567")
	fresh := filepath.Join(dir, ".my [sheet].pdf.7654321")
	other := filepath.Join(dir, ".my [sheet].pdf.notes")
	for _, name := range []string{left, fresh, other} {
		write(t, name, []byte("x"))
	}
	old := time.Now().Add(-time.Hour)
	for _, name := range []string{left, other} {
		if err := os.Chtimes(name, old, old); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := kit.SaveSheet(path, []byte("%PDF"), kit.Overwrite{}); err != nil {
		t.Fatal(err)
	}
	for name, stays := range map[string]bool{path: true, left: false, fresh: true, other: true} {
		if _, err := os.Lstat(name); (err == nil) != stays {
			t.Errorf("%s: %v, want it to stay: %t", filepath.Base(name), err, stays)
		}
	}
}

// A link stays a link, and what it leads to is replaced.
func TestSaveFollowsLinks(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "real.pdf"), filepath.Join(dir, "link.pdf")
	if err := os.Symlink("real.pdf", link); err != nil {
		t.Skip(err)
	}
	if _, err := kit.SaveSheet(link, []byte("%PDF"), kit.Overwrite{}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
	if string(read(t, target)) != "%PDF" {
		t.Error("what the link leads to was not written")
	}
}

// A vault that was put back from an old copy does not know its newer kit.
func TestSaveKeepsAKitThatHasMore(t *testing.T) {
	first := func(k kit.Kit, f func(*kit.Entry)) kit.Kit {
		k.Entries = slices.Clone(k.Entries)
		f(&k.Entries[0])
		return k
	}
	for name, tt := range map[string]struct {
		older kit.Kit
		want  error
	}{
		"the same":        {full(), nil},
		"an account less": {kit.Kit{ID: "kit2", Vault: full().Vault, Created: made, Entries: full().Entries[1:]}, kit.ErrHasMore},
		"an older secret": {first(full(), func(e *kit.Entry) {
			e.Account.Secret, e.Saved = vault.NewSecret([]byte("older")), e.Saved.Add(-time.Hour)
		}), kit.ErrHasMore},
		"a newer secret": {first(full(), func(e *kit.Entry) {
			e.Account.Secret, e.Saved = vault.NewSecret([]byte("newer")), e.Saved.Add(time.Hour)
		}), nil},
		"no recovery codes":        {first(full(), func(e *kit.Entry) { e.Recovery = nil }), kit.ErrHasMore},
		"older recovery codes":     {first(full(), func(e *kit.Entry) { r := *e.Recovery; r.Revision--; r.Saved = r.Saved.Add(-time.Hour); e.Recovery = &r }), kit.ErrHasMore},
		"newer recovery codes":     {first(full(), func(e *kit.Entry) { r := *e.Recovery; r.Revision++; r.Saved = r.Saved.Add(time.Hour); e.Recovery = &r }), nil},
		"a recovery code was used": {first(full(), func(e *kit.Entry) { r := *e.Recovery; r.Codes = r.Codes[:1]; e.Recovery = &r }), nil},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "deskfob.kit")
			if _, err := kit.SaveCheap(path, full(), words, kit.Overwrite{}); err != nil {
				t.Fatal(err)
			}
			before := read(t, path)
			if _, err := kit.SaveCheap(path, tt.older, words, kit.Overwrite{}); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if same := bytes.Equal(read(t, path), before); same != (tt.want != nil) {
				t.Errorf("the kit is as it was: %v", same)
			}
			if _, err := kit.SaveCheap(path, tt.older, words, kit.Overwrite{Any: true}); err != nil {
				t.Errorf("when told to: %v", err)
			}
		})
	}
}
