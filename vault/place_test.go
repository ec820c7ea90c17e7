package vault_test

import (
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

// place is a keyring and a data folder that can be set back.
type place struct {
	keyring *vaulttest.Faulty
	dir     string
}

var testTime = time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC)

// The passphrases that vaults of these tests have, when they have one.
const (
	firstPassphrase  = "right horse"
	secondPassphrase = "other horse"
)

func (p place) options() vault.Options {
	o := vault.Options{Keyring: p.keyring, Dir: p.dir, Now: func() time.Time { return testTime }}
	return o.WithFastPassphrases()
}

// open tries both passphrases where one is asked for, as a person would who
// does not know whether changing it was done.
func (p place) open(t *testing.T) *vault.Vault {
	t.Helper()
	o := p.options()
	o.Passphrase = inTurn(firstPassphrase, secondPassphrase)
	v, err := vault.Open(context.Background(), o)
	if errors.Is(err, vault.ErrPassphrase) {
		v, err = vault.Open(context.Background(), o)
	}
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return v
}

// inTurn answers with one passphrase after the other, over and over.
func inTurn(passphrases ...string) func(context.Context, bool) ([]byte, error) {
	n := -1
	return func(context.Context, bool) ([]byte, error) {
		n++
		return []byte(passphrases[n%len(passphrases)]), nil
	}
}

// memoryDir is a temporary folder, in memory where the system has such a
// place: these tests write thousands of witnesses, and each is flushed.
func memoryDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "deskfob-test-*")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// copyTo makes a second place that holds the same.
func (p place) copyTo(t *testing.T, dir string) place {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(p.dir)); err != nil {
		t.Fatal(err)
	}
	return place{p.keyring.Clone(), dir}
}

// describe writes down everything a vault holds, but for ids and who is who
// among random things.
func describe(t *testing.T, v *vault.Vault) string {
	t.Helper()
	return strings.Join(holdings(v), "\n")
}

// holdings is describe, a line a thing.
func holdings(v *vault.Vault) []string {
	var lines []string
	for _, a := range v.Accounts() {
		line := fmt.Sprintf("%s|%s|%s|%x|%d", a.Issuer, a.Name, a.Type, a.Secret.Expose(), a.Counter)
		if r := a.Recovery; r != nil {
			line += fmt.Sprintf("|%s %s %d/%d rev %d, %d events", r.Kind, r.State, r.Left, r.Total, r.Revision, len(r.Events))
			codes, err := v.RecoveryCodes(context.Background(), a.ID)
			for _, c := range codes {
				line += fmt.Sprintf(" %s", c.Expose())
			}
			if err != nil {
				line += " (" + err.Error() + ")"
			}
		}
		lines = append(lines, line)
	}
	trash, err := v.Trash(context.Background())
	if err != nil {
		lines = append(lines, "trash: "+err.Error())
	}
	codes, err := v.TrashedCodes(context.Background())
	if err != nil {
		lines = append(lines, "trash: "+err.Error())
	}
	for _, thing := range trash {
		a := thing.Account
		if a.Issuer != "Nudge" {
			line := fmt.Sprintf("trash: %s %s|%s|%x|%d", thing.Reason, a.Issuer, a.Name, a.Secret.Expose(), a.Counter)
			for _, c := range codes[thing.ID] {
				line += fmt.Sprintf(" %s", c.Expose())
			}
			lines = append(lines, line)
		}
	}
	notes := v.Notes("")
	for _, key := range slices.Sorted(maps.Keys(notes)) {
		lines = append(lines, fmt.Sprintf("note %s: %x", key, notes[key]))
	}
	if v.HasPassphrase() {
		lines = append(lines, fmt.Sprintf("passphrase, the first: %v", v.CheckPassphrase([]byte(firstPassphrase)) == nil))
	}
	for _, n := range v.Notices() {
		lines = append(lines, "notice: "+n.Err.Error())
	}
	return lines
}

// loginAt is an account with a secret of its own, as long as services make them.
func loginAt(issuer, name string) vault.Account {
	secret := sha1.Sum([]byte("secret of " + issuer + name))
	return vault.Account{
		Issuer: issuer, Name: name, Type: vault.TypeTOTP, Secret: vault.NewSecret(secret[:]),
		Algorithm: vault.SHA1, Digits: 6, Period: 30,
	}
}

func recoveryCodes(texts ...string) []vault.Secret {
	var all []vault.Secret
	for _, s := range texts {
		all = append(all, vault.NewSecret([]byte(s)))
	}
	return all
}

func newPlace(t *testing.T) place { return place{vaulttest.NewFaulty(), memoryDir(t)} }

// mustAdd adds accounts named after issuers.
func mustAdd(t *testing.T, v *vault.Vault, issuers ...string) []vault.Account {
	t.Helper()
	var accounts []vault.Account
	for _, issuer := range issuers {
		accounts = append(accounts, loginAt(issuer, "sam@example.com"))
	}
	added, err := v.Add(context.Background(), accounts, vault.DuplicateRefuse)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func issuers(v *vault.Vault) string {
	var names []string
	for _, a := range v.Accounts() {
		names = append(names, a.Issuer)
	}
	return strings.Join(names, " ")
}

func wantError(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error %v, want one that is %q", what, err, want)
	}
}
