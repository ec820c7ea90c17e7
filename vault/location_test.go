package vault_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestParseLocation(t *testing.T) {
	t.Chdir(t.TempDir())
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", filepath.Join(here, "home"))
	t.Setenv("USERPROFILE", filepath.Join(here, "home"))
	for text, want := range map[string]string{
		"keyring":                     "keyring",
		"file:" + here + "/a b/vault": "file:" + filepath.Join(here, "a b", "vault"),
		"file:vault":                  "file:" + filepath.Join(here, "vault"),
		"file:../vault":               "file:" + filepath.Join(filepath.Dir(here), "vault"),
		"file:~/vault":                "file:" + filepath.Join(here, "home", "vault"),
		"file:~vault":                 "file:" + filepath.Join(here, "~vault"),
		"file:keyring":                "file:" + filepath.Join(here, "keyring"),
		"file:file:x":                 "file:" + filepath.Join(here, "file:x"),
	} {
		l, err := vault.ParseLocation(text)
		if err != nil || l.String() != want {
			t.Errorf("%q is %q, %v; want %q", text, l, err, want)
			continue
		}
		if again, err := vault.ParseLocation(l.String()); err != nil || again != l {
			t.Errorf("%q read back is %q, %v", l, again, err)
		}
	}
	for _, text := range []string{"", "file", "file:", "Keyring", "keyring:", "/vault", "vault", " keyring", "kwallet"} {
		if l, err := vault.ParseLocation(text); err == nil {
			t.Errorf("%q is taken as %q", text, l)
		}
	}
}

// Two vault files share no witness; two names of one file share it, and the lock.
func TestOptionsAt(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "vault"), filepath.Join(dir, "link")
	mustLink(t, real, link)
	a, b, c := optionsAt(t, real), optionsAt(t, link), optionsAt(t, filepath.Join(dir, "other"))
	if a.Scope != b.Scope || a.LockPath != b.LockPath || a.LockPath != real+".lock" {
		t.Errorf("a link is another vault: %q %q, %q %q", a.Scope, a.LockPath, b.Scope, b.LockPath)
	}
	if a.Scope == c.Scope || len(a.Scope) != len("file-")+16 || !strings.HasPrefix(a.Scope, "file-") {
		t.Errorf("scopes %q and %q", a.Scope, c.Scope)
	}
	if !a.RequirePassphrase || a.Keyring == nil || a.Dir != "data" {
		t.Errorf("options %+v", a)
	}
	k := optionsAt(t, "")
	if k.Scope != "keyring" || k.LockPath != "" || k.RequirePassphrase || k.Keyring != vault.NewSystemKeyring() {
		t.Errorf("options %+v", k)
	}
}

func optionsAt(t *testing.T, file string) vault.Options {
	t.Helper()
	o, err := vault.OptionsAt(vault.Location{File: file}, vault.Options{Dir: "data"})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestDataDir(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("DESKFOB_DATA_DIR", "")
	t.Setenv("XDG_DATA_HOME", "")
	if runtime.GOOS == "linux" {
		wantDataDir(t, filepath.Join(home, ".local", "share", "deskfob"))
		t.Setenv("XDG_DATA_HOME", filepath.Join(home, "data"))
		wantDataDir(t, filepath.Join(home, "data", "deskfob"))
		t.Setenv("XDG_DATA_HOME", "relative") // the specification says: ignore it
		wantDataDir(t, filepath.Join(home, ".local", "share", "deskfob"))
	}
	t.Setenv("DESKFOB_DATA_DIR", filepath.Join(home, "mine"))
	wantDataDir(t, filepath.Join(home, "mine"))
}

func wantDataDir(t *testing.T, want string) {
	t.Helper()
	if got, err := vault.DataDir(); got != want || err != nil {
		t.Errorf("data folder %q, %v; want %q", got, err, want)
	}
}

func TestSameLocation(t *testing.T) {
	dir := t.TempDir()
	file, other, link := filepath.Join(dir, "vault"), filepath.Join(dir, "other"), filepath.Join(dir, "link")
	folder := filepath.Join(dir, "folder")
	for _, name := range []string{file, other} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mustLink(t, file, link)
	mustLink(t, dir, folder)
	at := func(path string) vault.Location { return vault.Location{File: path} }
	for _, tt := range []struct {
		a, b vault.Location
		want bool
	}{
		{at(""), at(""), true},
		{at(""), at(file), false},
		{at(file), at(""), false},
		{at(file), at(file), true},
		{at(file), at(link), true},
		{at(file), at(filepath.Join(folder, "vault")), true},
		{at(file), at(other), false},
		{at(file), at(filepath.Join(dir, "missing")), false},
	} {
		if got := tt.a.Same(tt.b); got != tt.want {
			t.Errorf("%v and %v: %v", tt.a, tt.b, got)
		}
	}
}
