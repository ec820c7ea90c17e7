package vault_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

const passphrase = "a long passphrase for tests"

func givePassphrase(context.Context, bool) ([]byte, error) { return []byte(passphrase), nil }

// fileVault makes a vault file with one account and returns where it is.
func fileVault(t *testing.T) (vault.Location, vault.Options) {
	t.Helper()
	dir := t.TempDir()
	l := vault.Location{File: filepath.Join(dir, "vault")}
	o := vault.Options{Dir: filepath.Join(dir, "data"), Passphrase: givePassphrase}
	addAccount(t, l, o, "Example")
	return l, o
}

func addAccount(t *testing.T, l vault.Location, o vault.Options, issuer string) {
	t.Helper()
	v, err := vault.OpenAt(t.Context(), l, o)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	a := vault.Account{
		Issuer: issuer, Name: "sam@example.com", Type: vault.TypeTOTP, Secret: vault.NewSecret([]byte("secret of " + issuer)),
		Algorithm: vault.SHA1, Digits: 6, Period: 30,
	}
	if _, err := v.Add(t.Context(), []vault.Account{a}, vault.DuplicateRefuse); err != nil {
		t.Fatal(err)
	}
}

// wantFindings compares the cases, and checks each finding's form.
func wantFindings(t *testing.T, got []vault.Finding, want string) {
	t.Helper()
	var cases []string
	for i, f := range got {
		cases = append(cases, f.Case)
		if f.What == "" || !strings.HasSuffix(f.What, ".") || f.Do != "" && !strings.HasSuffix(f.Do, ".") || !f.OK && f.Do == "" ||
			strings.Contains(f.What+f.Do, "{{") {
			t.Errorf("finding %d says %q, %q", i, f.What, f.Do)
		}
		if !f.OK && i < len(got)-1 && f.ID != "pages" && f.ID != "vault" {
			t.Errorf("it went on after %s", f.Case)
		}
	}
	if strings.Join(cases, " ") != want {
		t.Errorf("found %s, want %s", strings.Join(cases, " "), want)
	}
}

func TestExamineFile(t *testing.T) {
	l, o := fileVault(t)
	whole, err := os.ReadFile(l.File)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(t *testing.T, l *vault.Location, o *vault.Options)
		want   string
	}{
		"all well":      {func(*testing.T, *vault.Location, *vault.Options) {}, "file-ok data-ok vault-ok pages-ok witness-ok"},
		"no passphrase": {func(_ *testing.T, _ *vault.Location, o *vault.Options) { o.Passphrase = nil }, "file-ok data-ok sealed witness-ok"},
		"passphrase not at hand": {func(_ *testing.T, _ *vault.Location, o *vault.Options) {
			o.Passphrase = func(context.Context, bool) ([]byte, error) { return nil, errors.New("no terminal") }
		}, "file-ok data-ok sealed witness-ok"},
		"wrong passphrase": {func(_ *testing.T, _ *vault.Location, o *vault.Options) {
			o.Passphrase = func(context.Context, bool) ([]byte, error) { return []byte("another"), nil }
		}, "file-ok data-ok wrong-passphrase"},
		"no file": {func(_ *testing.T, l *vault.Location, _ *vault.Options) { l.File += "2" }, "no-file"},
		"cut off": {func(t *testing.T, l *vault.Location, _ *vault.Options) {
			if err := os.Truncate(l.File, 100); err != nil {
				t.Fatal(err)
			}
		}, "file-damaged"},
		"newer file": {func(t *testing.T, l *vault.Location, _ *vault.Options) {
			write(t, l.File, `{"deskfob_items":2,"things":{}}`)
		}, "file-newer"},
		"no regular file": {func(t *testing.T, l *vault.Location, _ *vault.Options) { l.File = filepath.Dir(l.File) }, "file-damaged"},
		"links in a circle": {func(t *testing.T, l *vault.Location, _ *vault.Options) {
			l.File = filepath.Join(t.TempDir(), "circle")
			if err := os.Symlink(l.File, l.File); err != nil {
				t.Skip(err)
			}
		}, "file-unreadable"},
		"in an open folder": {func(t *testing.T, l *vault.Location, _ *vault.Options) {
			l.File = filepath.Join(openFolder(t), "vault")
			write(t, l.File, string(whole))
		}, "file-open data-ok vault-ok pages-ok"},
		"without items": {func(t *testing.T, l *vault.Location, _ *vault.Options) {
			write(t, l.File, `{"deskfob_items":1,"items":{}}`)
		}, "file-ok data-ok gone"},
		"an item gone": {func(t *testing.T, l *vault.Location, _ *vault.Options) { loseItem(t, l.File) }, "file-ok data-ok vault-ok item-missing witness-ok"},
		"first time on this computer": {func(t *testing.T, _ *vault.Location, o *vault.Options) {
			o.Dir = filepath.Join(t.TempDir(), "new", "data")
		}, "file-ok data-new vault-ok pages-ok"},
		"data folder is a file": {func(t *testing.T, l *vault.Location, o *vault.Options) { o.Dir = l.File }, "file-ok data-denied"},
	} {
		t.Run(name, func(t *testing.T) {
			l, o := l, o
			dir := filepath.Dir(l.File)
			write(t, l.File, string(whole))
			c.change(t, &l, &o)
			before := treeOf(t, dir)
			wantFindings(t, vault.Examine(t.Context(), l, o), c.want)
			if after := treeOf(t, dir); after != before {
				t.Errorf("it changed files:\n%s\nbefore:\n%s", after, before)
			}
		})
	}
}

// loseItem takes an item that is not the root out of a vault file.
func loseItem(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Version int               `json:"deskfob_items"`
		Items   map[string]string `json:"items"`
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for name := range all.Items {
		if name != "root" {
			delete(all.Items, name)
		}
	}
	if text, err = json.Marshal(all); err != nil {
		t.Fatal(err)
	}
	write(t, path, string(text))
}

// An older file put in place of the one last seen.
func TestExamineOlderFile(t *testing.T) {
	l, o := fileVault(t)
	old, err := os.ReadFile(l.File)
	if err != nil {
		t.Fatal(err)
	}
	addAccount(t, l, o, "Another")
	write(t, l.File, string(old))
	wantFindings(t, vault.Examine(t.Context(), l, o), "file-ok data-ok vault-ok pages-ok older")
	o.Passphrase = nil
	wantFindings(t, vault.Examine(t.Context(), l, o), "file-ok data-ok sealed older")
}

// openFolder is a folder that everybody may write in.
func openFolder(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("this system's folders have no such permissions")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

// treeOf lists all files with their content.
func treeOf(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			all.WriteString(path + "\n")
			return err
		}
		text, err := os.ReadFile(path)
		all.WriteString(path + " " + string(text) + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
