package vault_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
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

// wantFindings compares ids, the last of which is not well when it ends in "!".
func wantFindings(t *testing.T, got []vault.Finding, want string) {
	t.Helper()
	var ids []string
	for i, f := range got {
		id := f.ID
		if !f.OK {
			id += "!"
		}
		ids = append(ids, id)
		if f.What == "" || !strings.HasSuffix(f.What, ".") || !f.OK && f.Do == "" {
			t.Errorf("finding %d says %q, %q", i, f.What, f.Do)
		}
	}
	if strings.Join(ids, " ") != want {
		t.Errorf("found %+v, want %s", got, want)
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
		"all well":      {func(*testing.T, *vault.Location, *vault.Options) {}, "file data vault witness"},
		"no passphrase": {func(_ *testing.T, _ *vault.Location, o *vault.Options) { o.Passphrase = nil }, "file data vault witness"},
		"passphrase not at hand": {func(_ *testing.T, _ *vault.Location, o *vault.Options) {
			o.Passphrase = func(context.Context, bool) ([]byte, error) { return nil, errors.New("no terminal") }
		}, "file data vault witness"},
		"wrong passphrase": {func(_ *testing.T, _ *vault.Location, o *vault.Options) {
			o.Passphrase = func(context.Context, bool) ([]byte, error) { return []byte("another"), nil }
		}, "file data vault!"},
		"no file": {func(_ *testing.T, l *vault.Location, _ *vault.Options) { l.File += "2" }, "file!"},
		"cut off": {func(t *testing.T, l *vault.Location, _ *vault.Options) {
			if err := os.Truncate(l.File, 100); err != nil {
				t.Fatal(err)
			}
		}, "file!"},
		"without items": {func(t *testing.T, l *vault.Location, _ *vault.Options) {
			write(t, l.File, `{"deskfob_items":1,"items":{}}`)
		}, "file data vault!"},
		"an item gone": {func(t *testing.T, l *vault.Location, _ *vault.Options) { loseItem(t, l.File) }, "file data vault!"},
		"first time on this computer": {func(t *testing.T, _ *vault.Location, o *vault.Options) {
			o.Dir = filepath.Join(t.TempDir(), "new", "data")
		}, "file data vault"},
		"data folder is a file": {func(t *testing.T, l *vault.Location, o *vault.Options) { o.Dir = l.File }, "file data!"},
	} {
		t.Run(name, func(t *testing.T) {
			l, o := l, o
			write(t, l.File, string(whole))
			c.change(t, &l, &o)
			before := treeOf(t, filepath.Dir(l.File))
			wantFindings(t, vault.Examine(t.Context(), l, o), c.want)
			if after := treeOf(t, filepath.Dir(l.File)); after != before {
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
	wantFindings(t, vault.Examine(t.Context(), l, o), "file data vault witness!")
	o.Passphrase = nil
	wantFindings(t, vault.Examine(t.Context(), l, o), "file data vault witness!")
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
