package vault_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

// holderRole opens a vault with the passphrase that it reads, uses it as a
// person would, and closes it. After each part it waits for a byte.
func holderRole([]string) error {
	s := storeOfChild()
	l, err := vault.ParseLocation(s.location)
	if err != nil {
		return err
	}
	passphrase := make([]byte, 64)
	n, err := os.Stdin.Read(passphrase)
	if err != nil {
		return err
	}
	v, err := vault.OpenAt(context.Background(), l, vault.Options{
		Dir: s.dir, Passphrase: func(context.Context, bool) ([]byte, error) { return passphrase[:n], nil },
	})
	if err != nil {
		return err
	}
	if err := useAll(v); err != nil {
		return err
	}
	wait := func(done string) {
		fmt.Println(done)
		os.Stdin.Read(make([]byte, 1))
	}
	wait("used")
	v.Close()
	vault.SweepMemory() // Close leaves it to a goroutine
	wait("closed")
	return nil
}

// useAll makes every code, shows every recovery code, and changes a little.
func useAll(v *vault.Vault) error {
	ctx := context.Background()
	codes := 0
	for _, a := range v.Accounts() {
		if _, err := vault.CodeAt(a, testTime); err != nil {
			return err
		}
		shown, err := v.RecoveryCodes(ctx, a.ID)
		if err != nil {
			return err
		}
		codes += len(shown)
	}
	if codes != 200 {
		return fmt.Errorf("%d recovery codes", codes)
	}
	first := v.Accounts()[0]
	if err := v.Rename(ctx, first.ID, first.Issuer, "renamed"); err != nil {
		return err
	}
	return v.UseRecovery(ctx, first.ID, vault.RecoveryUse{})
}

// TestMemoryAfterClose searches the memory of a process that used a vault for
// 100 accounts' secrets, their 200 recovery codes, the passphrase and the key.
func TestMemoryAfterClose(t *testing.T) {
	if withRace {
		t.Skip("the race detector keeps memory of its own")
	}
	dir := memoryDir(t)
	s := store{location: "file:" + filepath.Join(dir, "my.vault"), dir: filepath.Join(dir, "data")}
	passphrase := strings.ToLower(rand.Text())
	m := vaulttest.NewMemorySearch()
	m.Add("passphrase", []byte(passphrase))
	v, err := s.open(t.Context(), passphrase)
	if err != nil {
		t.Fatal(err)
	}
	var entries []vault.Entry
	for i := range 100 {
		e := vault.Entry{Account: loginAt(fmt.Sprintf("Service %d", i), rand.Text()), Codes: recoveryCodes(rand.Text(), rand.Text())}
		entries = append(entries, e)
		m.Add("secret", e.Account.Secret.Expose())
		m.Add("recovery code", e.Codes[0].Expose())
		m.Add("recovery code", e.Codes[1].Expose())
	}
	if _, err := v.Put(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	m.Add("data key", v.DataKey())
	v.Close()

	c := startChild(t, "holder", s)
	fmt.Fprint(c.in, passphrase)
	if line, _ := c.line(); line != "used" {
		t.Fatalf("the holder says %q: %s", line, c.talk.String())
	}
	size, err := m.Process(c.cmd.Process.Pid)
	if errors.Is(err, os.ErrPermission) {
		t.Skip("this system lets no process read the memory of its child")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("open, of %d MiB: %s", size>>20, m)
	if m.Different("secret") != 100 || m.Different("data key") != 1 {
		t.Error("the search does not find what must be there")
	}
	fmt.Fprint(c.in, "x")
	if line, _ := c.line(); line != "closed" {
		t.Fatalf("the holder says %q: %s", line, c.talk.String())
	}
	if size, err = m.Process(c.cmd.Process.Pid); err != nil {
		t.Fatal(err)
	}
	t.Logf("closed, of %d MiB: %s", size>>20, m)
	for kind, most := range map[string]int{"passphrase": 0, "data key": 0, "secret": 3, "recovery code": 4} {
		if n := m.Different(kind); n > most { // the buffers of encoding/json keep what was last written
			t.Errorf("%d different of kind %s are left after Close", n, kind)
		}
	}
	fmt.Fprint(c.in, "x")
	c.end(t)
}
