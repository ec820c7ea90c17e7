//go:build e2e && linux

package e2e

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

// TestMemoryOfTheLockedWindow opens a vault with 100 accounts in the window,
// copies a code, locks the window, and searches its memory for their secrets
// before and after.
func TestMemoryOfTheLockedWindow(t *testing.T) {
	d := newDesktop(t)
	passphrase := strings.ToLower(rand.Text())
	file := filepath.Join(d.home, "my.vault")
	m := vaulttest.NewMemorySearch()
	m.Add("passphrase", []byte(passphrase))
	first := fillVault(t, file, passphrase, m)

	w := d.openDeskfob("--vault", "file:"+file)
	d.shot("passphrase asked for")
	d.typeText(passphrase)
	d.press("Return")
	w.mustShow(1, first)
	d.shot("open")
	open := w.search(m)
	t.Logf("open: %s", open)
	if n := m.Different("secret"); n != 100 {
		t.Errorf("%d of 100 secrets are found while the vault is open: is the search right?", n)
	}
	d.press("ctrl+l")
	d.until("the secrets are gone", func() bool {
		w.search(m)
		return m.Different("secret") <= 3 // of 100
	})
	d.shot("locked")
	t.Logf("locked: %s", m)
	if n := m.Different("passphrase"); n != 0 {
		t.Error("the passphrase that was typed is still there")
	}
}

// search looks through the window's memory.
func (w *window) search(m *vaulttest.MemorySearch) string {
	w.d.tb.Helper()
	w.mustRun()
	if _, err := m.Process(w.cmd.Process.Pid); err != nil {
		w.d.tb.Skipf("the memory of another process cannot be read here: %v", err)
	}
	return m.String()
}

// fillVault makes a vault of 100 accounts with two recovery codes each, and
// returns the first in the list.
func fillVault(t *testing.T, file, passphrase string, m *vaulttest.MemorySearch) enrolment {
	t.Helper()
	v, err := vault.OpenAt(t.Context(), vault.Location{File: file}, vault.Options{
		Dir:        t.TempDir(),
		Passphrase: func(context.Context, bool) ([]byte, error) { return []byte(passphrase), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	var all []enrolment
	var entries []vault.Entry
	for i := range 100 {
		e := newEnrolment(fmt.Sprintf("Service %02d", i), "ada@example.org")
		a, err := vault.ParseKeyURI(e.keyURI())
		if err != nil {
			t.Fatal(err)
		}
		m.Add("secret", a.Secret.Expose())
		entry := vault.Entry{Account: a}
		for range 2 {
			code := []byte(rand.Text())
			m.Add("recovery code", code)
			entry.Codes = append(entry.Codes, vault.NewSecret(code))
		}
		all, entries = append(all, e), append(entries, entry)
	}
	if _, err := v.Put(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	return all[0]
}
