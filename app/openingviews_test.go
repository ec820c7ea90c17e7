package app

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/vault"
)

func TestTroublePages(t *testing.T) {
	for _, tt := range []struct {
		name    string
		err     error
		title   string
		primary string
	}{
		{"cancelled", context.Canceled, "Your accounts are still locked", "Try again"},
		{"locked", vault.ErrLocked, "Unlock your keyring", "Try again"},
		{"dismissed", fmt.Errorf("unlock: %w", vault.ErrDismissed), "Unlock your keyring", "Try again"},
		{"no bus", vault.ErrNoBus, "There is no keyring here", "Use a file"},
		{"no keyring", vault.ErrUnavailable, "There is no keyring here", "Use a file"},
		{"refused", vault.ErrDenied, "Access was refused", "Try again"},
		{"silent", vault.ErrTimeout, "No answer yet", "Try again"},
		{"gone", vault.ErrVaultGone, "Your accounts are missing", "Try again"},
		{"newer", vault.ErrNewer, "This Deskfob is too old", "Try again"},
		{"damaged", vault.ErrDamaged, "Something stored is damaged", "Try again"},
		{"unknown", os.ErrClosed, "Your accounts cannot be opened", "Try again"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newClosedStage(t)
			opened := 0
			s.ui.o.Open = func(context.Context, vault.Location, Passphrase, bool) (*vault.Vault, error) {
				opened++
				return nil, tt.err
			}
			s.ui.open(false)
			s.drain()
			v := top[*troubleView](s)
			if got := troubleTitle(s.ui, tt.err); got != tt.title || v.primary.text != tt.primary {
				t.Errorf("%q, %q", got, v.primary.text)
			}
			s.press(fyne.KeyReturn)
			if tt.primary == "Try again" {
				top[*troubleView](s)
				if opened != 2 {
					t.Errorf("tried %d times", opened)
				}
				return
			}
			top[*fileStoreView](s)
			s.press(fyne.KeyEscape)
			top[*troubleView](s)
		})
	}
}

// A person without a keyring chooses a file, and the choice is remembered only
// once it has worked.
func TestChooseFile(t *testing.T) {
	s := newClosedStage(t)
	path := filepath.Join(t.TempDir(), "accounts.deskfob")
	refuse := vault.ErrDenied
	var given []byte
	s.ui.o.Open = func(ctx context.Context, l vault.Location, ask Passphrase, create bool) (*vault.Vault, error) {
		if l.File == "" {
			return nil, vault.ErrUnavailable
		}
		if l.File != path || !create {
			return nil, fmt.Errorf("opened %v, create %v", l, create)
		}
		var err error
		if given, err = ask(ctx, true); err != nil {
			return nil, err
		}
		if refuse != nil {
			return nil, refuse
		}
		return vault.Open(ctx, vault.Options{Keyring: vault.NewMemoryKeyring()})
	}
	s.ui.open(false)
	s.drain()
	fill := func() *fileStoreView {
		s.ui.openFileStore(path)
		v := top[*fileStoreView](s)
		v.path.entry.SetText(path + " ") // as a terminal copies it
		v.first.entry.SetText("correct horse battery staple")
		s.tap(v.create)
		if !v.again.wrong.Visible() {
			t.Fatal("it was not asked for twice")
		}
		v.again.entry.SetText("correct horse battery staple")
		s.tap(v.create)
		return v
	}
	fill()
	top[*troubleView](s)
	if s.saved.Vault != "" {
		t.Errorf("saved %q though it did not open", s.saved.Vault)
	}
	refuse = nil
	v := fill()
	top[*homeView](s)
	if !bytes.Equal(given, []byte("correct horse battery staple")) {
		t.Error("another passphrase was given")
	}
	if s.saved.Vault != (vault.Location{File: path}).String() {
		t.Errorf("saved %q", s.saved.Vault)
	}
	if v.first.entry.Text != "" || v.again.entry.Text != "" {
		t.Error("the passphrase is still in the fields")
	}
}

func TestFileStoreRefuses(t *testing.T) {
	s := newClosedStage(t)
	s.ui.restart(newOpeningView())
	s.ui.openFileStore("")
	v := top[*fileStoreView](s)
	if v.path.entry.Text != usualFile() {
		t.Errorf("offers %q", v.path.entry.Text)
	}
	v.path.entry.SetText("accounts")
	s.tap(v.create)
	if !v.path.wrong.Visible() {
		t.Error("a relative path was taken")
	}
	there := filepath.Join(t.TempDir(), "there")
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	v.path.entry.SetText(there)
	if v.create.text != "Open the file" || v.again.Visible() {
		t.Errorf("for a file that is there: %q", v.create.text)
	}
}

func TestPassphrase(t *testing.T) {
	s := newClosedStage(t)
	s.ui.o.Location.File = "/home/sam/accounts.deskfob"
	var tried []string
	s.ui.o.Open = func(ctx context.Context, _ vault.Location, ask Passphrase, _ bool) (*vault.Vault, error) {
		given, err := ask(ctx, false)
		if err != nil {
			return nil, err
		}
		tried = append(tried, string(given))
		if string(given) != "right" {
			return nil, vault.ErrPassphrase
		}
		return vault.Open(ctx, vault.Options{Keyring: vault.NewMemoryKeyring()})
	}
	asked := func() bool { _, ok := s.ui.top().(*passphraseView); return ok }
	s.ui.open(false)
	s.await(asked)
	v := top[*passphraseView](s)
	if v.first.wrong.Visible() {
		t.Error("called wrong before anything was typed")
	}
	v.first.entry.SetText("wrong")
	v.open.Tapped(nil)
	s.await(func() bool { return asked() && s.ui.top() != view(v) })
	again := top[*passphraseView](s)
	if !again.first.wrong.Visible() {
		t.Error("nothing says that it was wrong")
	}
	again.first.entry.SetText("right")
	again.open.Tapped(nil)
	s.drain()
	top[*homeView](s)
	if !slices.Equal(tried, []string{"wrong", "right"}) {
		t.Errorf("tried %q", tried)
	}
}

func TestOpeningSaysWhoMayAsk(t *testing.T) {
	s := newClosedStage(t)
	for file, want := range map[string]bool{"": true, "/home/sam/accounts.deskfob": false} {
		s.ui.o.Location.File = file
		if got := strings.Contains(s.ui.openingWords(), "desktop"); got != want {
			t.Errorf("with the file %q it says %q", file, s.ui.openingWords())
		}
	}
}

func TestPassphraseCancelled(t *testing.T) {
	s := newClosedStage(t)
	s.ui.o.Location.File = "/home/sam/accounts.deskfob"
	s.ui.o.Open = func(ctx context.Context, _ vault.Location, ask Passphrase, _ bool) (*vault.Vault, error) {
		_, err := ask(ctx, false)
		return nil, err
	}
	s.ui.open(false)
	s.await(func() bool { _, ok := s.ui.top().(*passphraseView); return ok })
	s.press(fyne.KeyEscape)
	v := top[*troubleView](s)
	if v.primary.text != "Try again" {
		t.Errorf("offers %q", v.primary.text)
	}
}

func TestPassphraseStrength(t *testing.T) {
	seen := map[string]bool{}
	for _, text := range []string{"", "short", "twelve chars", "a phrase of several words"} {
		seen[passphraseStrength(text)] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d hints for four strengths", len(seen))
	}
}

func TestStartAnewWhereTheVaultIsGone(t *testing.T) {
	s := newClosedStage(t)
	forgotten := false
	s.ui.o.Open = func(ctx context.Context, _ vault.Location, _ Passphrase, _ bool) (*vault.Vault, error) {
		if !forgotten {
			return nil, vault.ErrVaultGone
		}
		return vault.Open(ctx, vault.Options{Keyring: vault.NewMemoryKeyring()})
	}
	s.ui.o.Forget = func(context.Context, vault.Location) error {
		forgotten = true
		return nil
	}
	s.ui.open(false)
	s.drain()
	trouble := top[*troubleView](s)
	last := trouble.others[len(trouble.others)-1].(*button)
	last.Tapped(nil)
	s.press(fyne.KeyReturn) // the harmless answer
	top[*troubleView](s)
	if forgotten {
		t.Fatal("Enter forgot the accounts")
	}
	last.Tapped(nil)
	top[*forgetView](s).forget.Tapped(nil)
	s.drain()
	if !forgotten || s.ui.vault == nil {
		t.Errorf("forgotten %v, vault open %v", forgotten, s.ui.vault != nil)
	}
}
