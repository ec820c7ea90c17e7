package app

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/vault"
)

// Another process adds an account: the window sees it at the next tick.
func TestAnotherProcessAdds(t *testing.T) {
	s := newClosedStage(t)
	keyring, dir := vault.NewMemoryKeyring(), t.TempDir()
	open := func() *vault.Vault {
		v, err := vault.Open(context.Background(), vault.Options{Keyring: keyring, Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	other := open()
	if _, err := other.Add(t.Context(), []vault.Account{rfc(t)}, vault.DuplicateKeep); err != nil {
		t.Fatal(err)
	}
	s.vault = open()
	s.ui.opened(s.vault)
	s.pass(time.Second)
	s.drain()
	second := rfc(t)
	second.Issuer = "Second"
	if _, err := other.Add(t.Context(), []vault.Account{second}, vault.DuplicateKeep); err != nil {
		t.Fatal(err)
	}
	s.pass(time.Second)
	s.drain()
	if got := len(top[*homeView](s).shown); got != 2 {
		t.Errorf("%d accounts are shown, want 2", got)
	}
}

// watch opens a vault with an account in the window, which then looks for changes.
func (s *stage) watch(o vault.Options) {
	s.Helper()
	var err error
	if s.vault, err = vault.Open(s.Context(), o); err != nil {
		s.Fatal(err)
	}
	s.addURIs(uriCloud)
	s.ui.opened(s.vault)
	s.pass(time.Second)
	s.drain()
}

// Another process moves or erases all accounts: the window does not go on
// showing them.
func TestAnotherProcessErases(t *testing.T) {
	s := newClosedStage(t)
	keyring, dir := vault.NewMemoryKeyring(), t.TempDir()
	o := vault.Options{Keyring: keyring, Dir: dir}
	s.watch(o)
	other, err := vault.Open(t.Context(), o)
	if err == nil {
		err = other.Erase(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	s.pass(time.Second)
	s.drain()
	v := top[*troubleView](s)
	if s.ui.vault != nil || v.primary.text != "Close the window" {
		t.Errorf("the window goes on, with %q", v.primary.text)
	}
}

// Another process sets a passphrase: it is asked for until it is right, and
// whoever does not know it is left with locked accounts.
func TestAnotherProcessSetsAPassphrase(t *testing.T) {
	s := newClosedStage(t)
	o := vault.Options{Keyring: vault.NewMemoryKeyring(), Dir: t.TempDir()}
	other, err := vault.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	o.Passphrase = s.ui.askPassphrase
	s.watch(o)
	ask := func(wrong bool) *passphraseView {
		s.pass(time.Second)
		s.await(func() bool { _, asks := s.ui.top().(*passphraseView); return asks })
		v := top[*passphraseView](s)
		if v.first.wrong.Visible() != wrong {
			t.Errorf("told that it was wrong: %v", !wrong)
		}
		return v
	}
	for _, passphrase := range []string{stagePassphrase, "another horse"} {
		if err := other.SetPassphrase(t.Context(), []byte(passphrase)); err != nil {
			t.Fatal(err)
		}
		v := ask(false)
		v.first.entry.SetText("wrong horse")
		s.tap(v.open)
		v = ask(true)
		if passphrase != stagePassphrase {
			s.press(fyne.KeyEscape)
			s.mustBeLocked()
			return
		}
		v.first.entry.SetText(passphrase)
		s.tap(v.open)
		top[*homeView](s)
	}
}
