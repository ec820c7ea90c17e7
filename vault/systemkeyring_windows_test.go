package vault_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

// The Credential Manager, or Wine's. It is that of the person who runs the
// test, so it has to be asked for.
func askedFor(t *testing.T) {
	t.Helper()
	if os.Getenv("DESKFOB_TEST_KEYRING") != "yes" {
		t.Skip("DESKFOB_TEST_KEYRING=yes lets this test use your Credential Manager")
	}
}

func TestCredentialManager(t *testing.T) {
	askedFor(t)
	vaulttest.TestKeyring(t, func(*testing.T) vault.Keyring { return vault.FreshSystemKeyring() })
	vaulttest.TestReopen(t, vault.FreshSystemKeyring)
}

// A whole vault, where there is none yet.
func TestVaultInCredentialManager(t *testing.T) {
	askedFor(t)
	k := vault.FreshSystemKeyring()
	if _, err := k.Get(t.Context(), "root"); err == nil {
		t.Skip("there is a vault here already")
	}
	o := vault.Options{Keyring: k, Dir: folderOneByOne(t)}
	v, err := vault.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	var accounts []vault.Account
	for n := range 40 {
		accounts = append(accounts, loginAt(fmt.Sprintf("Service %d", n), "sam@example.com"))
	}
	added, err := v.Add(t.Context(), accounts, vault.DuplicateRefuse)
	t.Cleanup(func() {
		for name := range v.LiveItems() {
			if err := k.Delete(context.Background(), name); err != nil {
				t.Errorf("clean up %s: %v", name, err)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.SetRecovery(t.Context(), added[7].ID, vault.RecoverySet{Codes: recoveryCodes("one", "two", "three")}); err != nil {
		t.Fatal(err)
	}
	again, err := vault.Open(t.Context(), vault.Options{Keyring: vault.FreshSystemKeyring(), Dir: o.Dir})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := describe(t, again), describe(t, v); got != want || len(again.Accounts()) != 40 {
		t.Errorf("read:\n%s\nwant:\n%s", got, want)
	}
}

// folderOneByOne is a temporary folder whose files are removed one by one:
// os.RemoveAll, as testing uses it, fails under Wine 8.
func folderOneByOne(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "deskfob-test-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Error(err)
		}
		for _, f := range files {
			if err := os.Remove(filepath.Join(dir, f.Name())); err != nil {
				t.Error(err)
			}
		}
		if err := os.Remove(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}
