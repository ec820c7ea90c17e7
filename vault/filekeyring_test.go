package vault_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

func TestMemoryKeyring(t *testing.T) {
	vaulttest.TestKeyring(t, func(*testing.T) vault.Keyring { return vault.NewMemoryKeyring() })
}

func TestFileKeyring(t *testing.T) {
	vaulttest.TestKeyring(t, func(t *testing.T) vault.Keyring {
		return vault.NewFileKeyring(filepath.Join(t.TempDir(), "items"))
	})
	path := filepath.Join(t.TempDir(), "items")
	vaulttest.TestReopen(t, func() vault.Keyring { return vault.NewFileKeyring(path) })
}

func TestFileKeyringIsMadeByTheFirstSet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "folders", "items")
	k := vault.NewFileKeyring(path)
	if _, err := k.Get(t.Context(), "a"); !errors.Is(err, vault.ErrNotFound) {
		t.Errorf("get: %v, want ErrNotFound", err)
	}
	if err := k.Delete(t.Context(), "a"); !errors.Is(err, vault.ErrNotFound) {
		t.Errorf("delete: %v, want ErrNotFound", err)
	}
	if _, err := os.Stat(filepath.Dir(path)); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("reading made the folder: %v", err)
	}
	if err := k.Set(t.Context(), "a", "1"); err != nil {
		t.Fatal(err)
	}
	wantMode(t, filepath.Dir(path), 0o700)
	wantMode(t, filepath.Dir(filepath.Dir(path)), 0o700)
	wantMode(t, path, 0o600)
	wantText(t, path, `{"deskfob_items":1,"items":{"a":"1"}}`+"\n")
	wantAlone(t, path)
}

func TestFileKeyringMakesAnOpenFilePrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "items")
	write(t, path, `{"deskfob_items":1,"items":{"a":"1"}}`)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := vault.NewFileKeyring(path).Set(t.Context(), "b", "2"); err != nil {
		t.Fatal(err)
	}
	wantMode(t, path, 0o600)
	wantText(t, path, `{"deskfob_items":1,"items":{"a":"1","b":"2"}}`+"\n")
}

func TestFileKeyringNeverTouchesWhatItCannotRead(t *testing.T) {
	whole := `{"deskfob_items":1,"items":{"a":"1","b":"2"}}` + "\n"
	cases := map[string]struct {
		text string
		want error
	}{
		"empty":              {"", vault.ErrDamaged},
		"cut off":            {whole[:len(whole)-6], vault.ErrDamaged},
		"something after it": {whole + "x", vault.ErrDamaged},
		"twice":              {whole + whole, vault.ErrDamaged},
		"other JSON":         {`{"version":3}`, vault.ErrDamaged},
		"a list":             {`[]`, vault.ErrDamaged},
		"no items":           {`{"deskfob_items":1}`, vault.ErrDamaged},
		"items null":         {`{"deskfob_items":1,"items":null}`, vault.ErrDamaged},
		"an item no text":    {`{"deskfob_items":1,"items":{"a":1}}`, vault.ErrDamaged},
		"unknown field":      {`{"deskfob_items":1,"items":{},"more":1}`, vault.ErrDamaged},
		"version 0":          {`{"deskfob_items":0,"items":{}}`, vault.ErrDamaged},
		"newer":              {`{"deskfob_items":2,"things":[]}`, vault.ErrNewer},
		"not JSON":           {"\x00\x01\x02", vault.ErrDamaged},
	}
	for n := range len(whole) - 1 {
		cases["cut at "+strings.Repeat("i", n)] = struct {
			text string
			want error
		}{whole[:n], vault.ErrDamaged}
	}
	delete(cases, "cut at "+strings.Repeat("i", len(whole)-1)) // only the line end is missing
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "items")
			write(t, path, c.text)
			for call, err := range callAll(t, vault.NewFileKeyring(path)) {
				if !errors.Is(err, c.want) || errors.Is(err, vault.ErrNotFound) {
					t.Errorf("%s: %v, want %v", call, err, c.want)
				}
			}
			wantText(t, path, c.text)
			wantAlone(t, path)
		})
	}
}

func TestFileKeyringRefusesTooLargeAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "items")
	write(t, path, `{"deskfob_items":1,"items":{`)
	if err := os.Truncate(path, 64<<20+1); err != nil {
		t.Fatal(err)
	}
	for call, err := range callAll(t, vault.NewFileKeyring(path)) {
		if !errors.Is(err, vault.ErrDamaged) {
			t.Errorf("%s: %v, want ErrDamaged", call, err)
		}
	}
}

func TestFileKeyringRefusesWhatIsNoFile(t *testing.T) {
	for call, err := range callAll(t, vault.NewFileKeyring(t.TempDir())) {
		if !errors.Is(err, vault.ErrDamaged) {
			t.Errorf("%s on a folder: %v, want ErrDamaged", call, err)
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	for call, err := range callAll(t, vault.NewFileKeyring(filepath.Join(file, "items"))) {
		if err == nil || errors.Is(err, vault.ErrNotFound) {
			t.Errorf("%s below a file: %v, want an error that is not ErrNotFound", call, err)
		}
	}
}

func TestFileKeyringReplacesTheFileAndKeepsTheLink(t *testing.T) {
	dir := t.TempDir()
	real := filepath.Join(dir, "real", "items")
	link, second := filepath.Join(dir, "link"), filepath.Join(dir, "second")
	mustLink(t, filepath.Join("real", "items"), link)
	mustLink(t, link, second)
	for i, path := range []string{link, second, real} { // the first one makes the missing target
		k := vault.NewFileKeyring(path)
		if err := k.Set(t.Context(), "a", strings.Repeat("x", i+1)); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if got, err := vault.NewFileKeyring(second).Get(t.Context(), "a"); err != nil || len(got) != i+1 {
			t.Fatalf("read through the links: %q, %v", got, err)
		}
	}
	for _, path := range []string{link, second} {
		if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s is no link any more: %v", path, err)
		}
	}
	circle := filepath.Join(dir, "circle")
	mustLink(t, circle, circle)
	for call, err := range callAll(t, vault.NewFileKeyring(circle)) {
		if err == nil || errors.Is(err, vault.ErrNotFound) {
			t.Errorf("%s on a circle of links: %v", call, err)
		}
	}
}

func TestFileKeyringRefusesWhatIsNoText(t *testing.T) {
	k := vault.NewFileKeyring(filepath.Join(t.TempDir(), "items"))
	if err := k.Set(t.Context(), "a", "\xff\xfe"); !errors.Is(err, vault.ErrInvalid) {
		t.Errorf("set: %v, want ErrInvalid", err)
	}
}

func FuzzFileKeyring(f *testing.F) {
	f.Add(`{"deskfob_items":1,"items":{"a":"1"}}`)
	f.Add(`{"deskfob_items":2}`)
	f.Add(`{"deskfob_items":1,"items":{"a":"1"`)
	f.Add(``)
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "items")
		write(t, path, text)
		k := vault.NewFileKeyring(path)
		err := k.Set(t.Context(), "b", "2")
		if err != nil {
			if errors.Is(err, vault.ErrNotFound) {
				t.Fatalf("a file that is there is not found: %v", err)
			}
			wantText(t, path, text)
			return
		}
		if got, err := k.Get(t.Context(), "b"); got != "2" || err != nil {
			t.Fatalf("get: %q, %v", got, err)
		}
		after, err := os.ReadFile(path)
		if err != nil || !json.Valid(after) {
			t.Fatalf("wrote %q: %v", after, err)
		}
	})
}

func TestOpenFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("folders have no permission bits here")
	}
	for mode, open := range map[os.FileMode]bool{0o700: false, 0o755: false, 0o777: true, 0o770: true} {
		dir, linked := t.TempDir(), t.TempDir()
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		mustLink(t, filepath.Join(dir, "items"), filepath.Join(linked, "to it"))
		mustLink(t, filepath.Join(linked, "items"), filepath.Join(dir, "from it"))
		want := ""
		if open {
			want = dir
		}
		for _, path := range []string{filepath.Join(dir, "items"), filepath.Join(linked, "to it"), filepath.Join(dir, "from it")} {
			if got := vault.OpenFolder(path); got != want {
				t.Errorf("mode %o, %s: %q, want %q", mode, path, got, want)
			}
		}
	}
	if got := vault.OpenFolder(filepath.Join(t.TempDir(), "none", "items")); got != "" {
		t.Errorf("no folder yet: %q", got)
	}
}

// A link is followed once, when the vault is opened: turned round later, it
// does not make the open vault write elsewhere than where it holds the lock.
func TestLinkTurnedRoundUnderAnOpenVault(t *testing.T) {
	l, o := fileVault(t)
	whole, err := os.ReadFile(l.File)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	link, other := filepath.Join(dir, "link"), filepath.Join(dir, "other")
	mustLink(t, l.File, link)
	write(t, other, string(whole))
	v, err := vault.OpenAt(t.Context(), vault.Location{File: link}, o)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if err := os.Remove(link); err != nil {
		t.Fatal(err)
	}
	mustLink(t, other, link)
	if _, err := v.Add(t.Context(), []vault.Account{loginAt("New", "sam")}, vault.DuplicateRefuse); err != nil {
		t.Fatal(err)
	}
	wantText(t, other, string(whole))
	again, err := vault.OpenAt(t.Context(), l, o)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := issuers(again); got != "Example New" {
		t.Errorf("the file the link led to holds %q", got)
	}
}

// callAll calls every method of the keyring.
func callAll(t *testing.T, k vault.Keyring) map[string]error {
	_, err := k.Get(t.Context(), "a")
	return map[string]error{
		"get": err, "set": k.Set(t.Context(), "a", "new"), "delete": k.Delete(t.Context(), "a"),
	}
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func mustLink(t *testing.T, target, link string) {
	t.Helper()
	if err := os.Symlink(target, link); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
}

func wantText(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v; want %q", path, got, err, want)
	}
}

func wantMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	if runtime.GOOS == "windows" {
		return
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != want {
		t.Errorf("%s: %v, %v; want mode %o", path, info.Mode(), err, want)
	}
}

// wantAlone checks that nothing was left beside the file.
func wantAlone(t *testing.T, path string) {
	t.Helper()
	all, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(all) != 1 {
		t.Errorf("%d files beside %s, want it alone: %v", len(all)-1, path, err)
	}
}
