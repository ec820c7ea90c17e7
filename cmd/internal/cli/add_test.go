package cli

import (
	"bytes"
	"context"
	"errors"
	"image"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
)

// Two displays that show the same code enrol one account.
func TestAddFromScreens(t *testing.T) {
	w := newWorld(t)
	img, err := scanner.ReadImage(bytes.NewReader(w.DemoPicture))
	if err != nil {
		t.Fatal(err)
	}
	w.Capture = func(context.Context) ([]image.Image, error) { return []image.Image{img, img}, nil }
	if out := w.must(t, "scan", "--screen"); !strings.HasPrefix(out, "screen 1\tenrolment") || !strings.Contains(out, "\nscreen 2\t") {
		t.Errorf("scan printed %q", out)
	}
	if out := w.must(t, "add", "--screen"); strings.Count(out, "\n") != 1 {
		t.Errorf("add printed %q, want one line", out)
	}
}

// What is on standard input must not open a vault before it was understood: a
// passphrase would be asked for in vain.
func TestAddReadsBeforeItOpens(t *testing.T) {
	w := newWorld(t)
	w.OpenVault = func(context.Context, vault.Location, vault.Options) (*vault.Vault, error) {
		t.Error("opened the vault")
		return nil, errors.New("opened")
	}
	w.give("otpauth://totp/ACME:joe?algorithm=MD5&secret=GEZDGNBVGY3TQOJQ")
	if code := w.run("add", "--uri", "-"); code != ExitRefused {
		t.Errorf("exit code %d", code)
	}
	if said := w.err.String(); !strings.Contains(said, "algorithm") || strings.Contains(said, "GEZD") {
		t.Errorf("said %q", said)
	}
}

func TestOnlyAddMayCreateAFile(t *testing.T) {
	for _, tt := range []struct {
		args      []string
		mustExist bool
	}{
		{[]string{"add", "--uri", "-"}, false},
		{[]string{"list"}, true},
		{[]string{"code", "x"}, true},
		{[]string{"remove", "x", "--yes"}, true},
		{[]string{"recovery", "show", "x"}, true},
		{[]string{"retire", "x", "--yes"}, true},
		{[]string{"add", "--uri", "-", "--replace", "x"}, true},
		{[]string{"undo"}, true},
		{[]string{"trash"}, true},
		{[]string{"trash", "restore", "x"}, true},
		{[]string{"trash", "empty", "--yes"}, true},
		{[]string{"passphrase", "remove"}, true},
		{[]string{"vault", "check"}, true},
		{[]string{"vault", "check", "--repair"}, true},
		{[]string{"vault", "erase", "--yes"}, true},
		{[]string{"vault", "move", "--to", "keyring"}, true},
	} {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			w := newWorld(t)
			w.vars["DESKFOB_VAULT"] = "file:/nowhere/vault"
			var got vault.Options
			w.OpenVault = func(_ context.Context, _ vault.Location, o vault.Options) (*vault.Vault, error) {
				got = o
				return nil, vault.ErrNoVault
			}
			w.give(testURI)
			if code := w.run(tt.args...); code != ExitUnavailable {
				t.Errorf("exit code %d", code)
			}
			if got.MustExist != tt.mustExist {
				t.Errorf("MustExist is %v", got.MustExist)
			}
		})
	}
}

func TestDuplicatePolicy(t *testing.T) {
	for text, want := range map[string]vault.Duplicate{
		"": vault.DuplicateRefuse, "keep": vault.DuplicateKeep,
		"replace": vault.DuplicateReplace, "skip": vault.DuplicateSkip,
	} {
		if got, err := duplicatePolicy(text); err != nil || got != want {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	if _, err := duplicatePolicy("Keep"); err == nil {
		t.Error("Keep was taken")
	}
}
