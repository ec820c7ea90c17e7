package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

var update = flag.Bool("update", false, "write the vaults in testdata anew")

const passphrase = "a passphrase for tests only"

// The committed vaults were written once: an older Deskfob's vault must stay
// readable. What they must hold is in a file beside them.
func TestCommittedVaults(t *testing.T) {
	if *update {
		rewrite(t)
	}
	for _, name := range []string{"file.vault", "keyring.json"} {
		var out bytes.Buffer
		if err := run(filepath.Join("testdata", name), strings.NewReader(passphrase+"\n"), &out); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := filepath.Join("testdata", strings.TrimSuffix(name, filepath.Ext(name))+".expected.json")
		if *update {
			if err := os.WriteFile(want, out.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		expected, err := os.ReadFile(want)
		if err != nil {
			t.Fatal(err)
		}
		if out.String() != string(expected) {
			t.Errorf("%s holds\n%s\nwant\n%s", name, &out, expected)
		}
	}
}

// rewrite makes the two vaults: in a file, and a dump of the items of a keyring.
func rewrite(t *testing.T) {
	t.Helper()
	path := filepath.Join("testdata", "file.vault")
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	furnish(t, openFile(t, path))
	if err := os.Remove(path + ".lock"); err != nil {
		t.Fatal(err)
	}
	k := vaulttest.NewFaulty()
	v, err := vault.Open(context.Background(), vault.Options{Keyring: k})
	if err != nil {
		t.Fatal(err)
	}
	furnish(t, v)
	text, err := json.MarshalIndent(k.Items(), "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join("testdata", "keyring.json"), append(text, '\n'), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// openFile opens a vault in a file, which is made by the first change.
func openFile(t *testing.T, path string) *vault.Vault {
	t.Helper()
	v, err := vault.OpenAt(context.Background(), vault.Location{File: path}, vault.Options{
		Dir:        t.TempDir(),
		Passphrase: func(context.Context, bool) ([]byte, error) { return []byte(passphrase), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestFreshVault(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fresh.vault")
	v := openFile(t, path)
	furnish(t, v)
	notes := map[string][]byte{} // more pages than a root lists by itself
	for i := range 60 {
		notes[fmt.Sprintf("test.%d", i)] = randomBytes(vault.MaxNote)
	}
	if err := v.SetNotes(context.Background(), notes); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(path, strings.NewReader(passphrase), &out); err != nil {
		t.Fatal(err)
	}
	checkFurnished(t, out.Bytes())
	err := run(path, strings.NewReader("another"), &out)
	if err == nil || err.Error() != "wrong passphrase" {
		t.Errorf("another passphrase: %v", err)
	}
	if err := run(path, strings.NewReader(""), &out); err == nil {
		t.Error("no passphrase opens the vault")
	}
}

func TestDamagedVault(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "keyring.json"))
	if err != nil {
		t.Fatal(err)
	}
	items, err := parseItems(text)
	if err != nil || len(items) < 5 {
		t.Fatalf("%d items, %v", len(items), err)
	}
	for name, value := range items {
		items[name] = value[:len(value)-4] + "AAAA"
		if _, err := decrypt(items, func() (string, error) { return passphrase, nil }); err == nil {
			t.Errorf("item %s was changed, and nobody noticed", name)
		}
		items[name] = value
	}
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails
	return b
}

// furnish puts something of every kind into a vault.
func furnish(t *testing.T, v *vault.Vault) {
	t.Helper()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	login := func(issuer, secret string) vault.Account {
		return vault.Account{
			Issuer: issuer, Name: "sam@example.com", Type: vault.TypeTOTP, Secret: vault.NewSecret([]byte(secret)),
			Algorithm: vault.SHA1, Digits: 6, Period: 30,
		}
	}
	counter := login("Counter", "secret of the counter")
	counter.Type, counter.Period, counter.Counter = vault.TypeHOTP, 0, 7
	added, err := v.Add(ctx, []vault.Account{login("Cloud", "secret of the cloud"), counter, login("Gone", "secret of what is gone")}, vault.DuplicateRefuse)
	must(err)
	codes := func(texts ...string) vault.RecoverySet {
		var set vault.RecoverySet
		for _, text := range texts {
			set.Codes = append(set.Codes, vault.NewSecret([]byte(text)))
		}
		return set
	}
	must(v.SetRecovery(ctx, added[0].ID, codes("aaaa-bbbb", "cccc-dddd")))
	must(v.SetRecovery(ctx, added[2].ID, codes("gone-gone")))
	_, err = v.NextHOTP(ctx, added[1].ID)
	must(err)
	_, err = v.Delete(ctx, added[2].ID)
	must(err)
	must(v.SetNotes(ctx, map[string][]byte{"test.note": []byte("a note")}))
}

// checkFurnished looks for what furnish made.
func checkFurnished(t *testing.T, printed []byte) {
	t.Helper()
	var v contents
	if err := json.Unmarshal(printed, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Accounts) != 2 || len(v.Trash) != 1 || string(v.Notes["test.note"]) != "a note" {
		t.Fatalf("the vault holds %s", printed)
	}
	cloud, counter, gone := v.Accounts[0], v.Accounts[1], v.Trash[0]
	if cloud.Issuer != "Cloud" || cloud.Secret != "ONSWG4TFOQQG6ZRAORUGKIDDNRXXKZA" || strings.Join(cloud.Codes, " ") != "aaaa-bbbb cccc-dddd" {
		t.Errorf("Cloud: %+v", cloud)
	}
	if counter.Type != "hotp" || counter.Counter != 8 {
		t.Errorf("Counter: %+v", counter)
	}
	if gone.Issuer != "Gone" || gone.Reason != "deleted" || strings.Join(gone.Codes, "") != "gone-gone" {
		t.Errorf("in the trash: %+v", gone)
	}
}
