package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/app/desktop"
	"github.com/deskfob/deskfob/vault"
)

const stagePassphrase = "right horse"

// newGuardedStage is a window on a vault with a passphrase, in memory, that can
// be locked and opened again.
func newGuardedStage(t *testing.T, uris ...string) *stage {
	t.Helper()
	s := newClosedStage(t)
	keyring := vault.NewMemoryKeyring()
	s.ui.o.Open = func(ctx context.Context, _ vault.Location, p Passphrase, _ bool) (v *vault.Vault, err error) {
		v, err = vault.Open(ctx, vault.Options{Keyring: keyring, Passphrase: p, Now: func() time.Time { return s.now }})
		s.vault = v
		return v, err
	}
	s.ui.open(false)
	s.drain()
	s.addURIs(uris...)
	if err := s.vault.SetPassphrase(t.Context(), []byte(stagePassphrase)); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	return s
}

// mustBeLocked checks that nothing of the vault is within reach.
func (s *stage) mustBeLocked() {
	s.Helper()
	top[*lockedView](s)
	if s.ui.vault != nil || len(s.ui.pages) != 1 {
		s.Errorf("locked, with a vault %v and %d pages", s.ui.vault != nil, len(s.ui.pages))
	}
	if got := len(s.vault.Accounts()); got != 0 {
		s.Errorf("the vault that was locked still tells %d accounts", got)
	}
}

func TestLockAndUnlock(t *testing.T) {
	s := newGuardedStage(t, uriCloud, uriForge)
	s.ui.openAccount(s.account("Example Cloud").ID)
	s.ui.copy("492039", "a code")
	s.ui.lockByHand()
	s.mustBeLocked()
	if got := s.ui.o.App.Clipboard().Content(); got != "" {
		t.Error("the clipboard still holds a code")
	}
	v := top[*lockedView](s)
	v.passphrase.entry.SetText("wrong horse")
	s.tapThen(v.open, func() bool { _, ok := s.ui.top().(*passphraseView); return ok })
	again := top[*passphraseView](s)
	if !again.first.wrong.Visible() {
		t.Error("a wrong passphrase is not told")
	}
	again.first.entry.SetText(stagePassphrase)
	s.tapThen(again.open, func() bool { _, ok := s.ui.top().(*homeView); return ok })
	if got := len(top[*homeView](s).shown); got != 2 {
		t.Errorf("%d accounts after unlocking", got)
	}
}

// tapThen presses a button and waits until the window got somewhere.
func (s *stage) tapThen(b *button, there func() bool) {
	s.Helper()
	b.Tapped(nil)
	s.await(there)
}

func TestLockWhenUnused(t *testing.T) {
	s := newGuardedStage(t, uriCloud)
	s.pass(time.Second)
	s.pass(desktop.DefaultLockAfter*time.Minute - time.Second)
	top[*homeView](s)
	s.ui.openSettings() // the window is used
	s.pass(time.Second)
	s.pass(desktop.DefaultLockAfter*time.Minute - 2*time.Second)
	top[*settingsView](s)
	s.pass(3 * time.Second)
	s.mustBeLocked()
}

func TestLockAfterIsAChoice(t *testing.T) {
	s := newGuardedStage(t, uriCloud)
	s.ui.openSettings()
	v := top[*settingsView](s)
	v.lockAfterChosen(lockNever)
	s.pass(time.Second)
	s.pass(100 * time.Hour)
	top[*settingsView](s)
	v.lockAfterChosen("1")
	if s.saved.LockAfter != 1 {
		t.Errorf("saved %+v", s.saved)
	}
	s.pass(time.Second)
	s.pass(time.Minute)
	s.mustBeLocked()
}

func TestLockWithTheScreenAndForSleep(t *testing.T) {
	for _, reason := range []desktop.LockReason{desktop.ScreenLocked, desktop.GoingToSleep} {
		s := newGuardedStage(t, uriCloud)
		s.ui.o.Settings.LockSeldom = true
		s.ui.lockFor(reason)
		top[*homeView](s)
		s.ui.o.Settings.LockSeldom = false
		s.ui.lockFor(reason)
		s.mustBeLocked()
		s.ui.lockFor(reason) // once more does no harm
	}
}

// A window tells what the desktop says; one without a passphrase has nothing
// to lock with.
func TestLockNeedsAPassphrase(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.o.WatchLock = func(_ context.Context, f func(desktop.LockReason)) error {
		f(desktop.ScreenLocked)
		return desktop.ErrUnsupported
	}
	s.ui.watchLock()
	s.await(func() bool { return len(s.queue) == 0 })
	s.pass(24 * time.Hour)
	top[*homeView](s)
	s.ui.lockByHand()
	v := top[*setPassphraseView](s)
	if v.current.Visible() && v.has || v.save.text != "Set passphrase" {
		t.Error("it asks for a passphrase that there is not")
	}
	v.first.entry.SetText(stagePassphrase)
	v.same.entry.SetText("right house")
	s.tap(v.save)
	if !v.same.wrong.Visible() || s.vault.HasPassphrase() {
		t.Error("two different passphrases were taken")
	}
	v.same.entry.SetText(stagePassphrase)
	s.tap(v.save)
	top[*homeView](s)
	if err := s.vault.CheckPassphrase([]byte(stagePassphrase)); err != nil {
		t.Error(err)
	}
}

// A passphrase that is set in the middle of something takes nothing of it away.
func TestSettingAPassphraseComesBack(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.openSettings()
	settings := top[*settingsView](s)
	form := newSaveRecoveryView(s.ui, s.account("Example Cloud").ID, afterAsking)
	s.ui.show(form)
	form.input.field.entry.SetText("K6LGLV3RSH3VERMKET8L7QKU")
	s.ui.lockByHand()
	v := top[*setPassphraseView](s)
	v.first.entry.SetText(stagePassphrase)
	v.same.entry.SetText(stagePassphrase)
	s.tap(v.save)
	if top[*saveRecoveryView](s) != form || form.input.empty() {
		t.Error("what was typed is gone")
	}
	s.ui.back()
	if top[*settingsView](s); settings.passphrase.text != "Change or remove it" || !settings.askRecovery.Visible() {
		t.Errorf("the settings offer %q", settings.passphrase.text)
	}
}

func TestChangeAndRemoveThePassphrase(t *testing.T) {
	s := newGuardedStage(t, uriCloud)
	s.ui.openSettings()
	s.tap(top[*settingsView](s).passphrase)
	v := top[*setPassphraseView](s)
	v.first.entry.SetText("other horse")
	v.same.entry.SetText("other horse")
	s.tap(v.save)
	if !v.current.wrong.Visible() {
		t.Error("the passphrase of now was not asked for")
	}
	v.current.entry.SetText("wrong horse")
	s.tap(v.save)
	if !v.current.wrong.Visible() {
		t.Error("a wrong passphrase was taken")
	}
	v.current.entry.SetText(stagePassphrase)
	s.tap(v.save)
	if err := s.vault.CheckPassphrase([]byte("other horse")); err != nil {
		t.Errorf("after changing: %v", err)
	}
	s.ui.openNewPassphrase()
	v = top[*setPassphraseView](s)
	v.current.entry.SetText("other horse")
	s.tap(v.remove)
	if err := s.vault.CheckPassphrase(nil); !errors.Is(err, vault.ErrNoPassphrase) {
		t.Errorf("after removing: %v", err)
	}
}

func TestLockedViewByKeyboard(t *testing.T) {
	s := newGuardedStage(t, uriCloud)
	s.ui.lockByHand()
	v := top[*lockedView](s)
	s.ui.window.Canvas().Unfocus()
	for _, r := range stagePassphrase {
		if focused := s.ui.window.Canvas().Focused(); focused != nil {
			focused.TypedRune(r)
		} else {
			s.ui.window.Canvas().OnTypedRune()(r)
		}
	}
	if v.passphrase.entry.Text != stagePassphrase {
		t.Fatalf("typed %d characters", len(v.passphrase.entry.Text))
	}
	s.ui.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.await(func() bool { _, ok := s.ui.top().(*homeView); return ok })
}
