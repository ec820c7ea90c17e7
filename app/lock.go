package app

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/app/desktop"
)

// use is what the window looked like when it was used last: whoever uses it
// changes something of this.
type use struct {
	at      time.Time
	top     view
	focused fyne.Focusable
	typed   int    // how much text is in the focused field
	cursor  [2]int // and where in it
	offset  float32
	chosen  string
	clip    time.Time
	jobs    int
}

// like reports whether nothing has changed since other.
func (s use) like(other use) bool {
	s.at = other.at
	return s == other
}

// useNow is what the window looks like.
func (u *UI) useNow(now time.Time) use {
	s := use{at: now, top: u.top(), focused: u.window.Canvas().Focused(), clip: u.clip.until, jobs: len(u.jobs)}
	if e, ok := s.focused.(*entry); ok {
		s.typed, s.cursor = len(e.Text), [2]int{e.CursorRow, e.CursorColumn}
	}
	if v, ok := s.top.(*homeView); ok {
		s.offset, s.chosen = v.list.GetScrollOffset(), v.selected
	}
	return s
}

// lockWhenUnused locks a vault with a passphrase when the window was not used
// for as long as the person chose. A computer that slept counts the time it slept.
func (u *UI) lockWhenUnused(now time.Time) {
	if !u.lockable() {
		return
	}
	if s := u.useNow(now); u.used.at.IsZero() || now.Before(u.used.at) || !s.like(u.used) {
		u.used = s
		return
	}
	if after := u.lockAfter(); after > 0 && now.Sub(u.used.at) >= after {
		u.lock(lang.L("Locked, because Deskfob was not used for a while."))
	}
}

// lockAfter is how long without use is too long; 0: never is.
func (u *UI) lockAfter() time.Duration {
	switch minutes := u.o.Settings.LockAfter; {
	case minutes < 0:
		return 0
	case minutes == 0:
		return desktop.DefaultLockAfter * time.Minute
	default:
		return time.Duration(minutes) * time.Minute
	}
}

// watchLock locks with the screen and before the computer sleeps.
func (u *UI) watchLock() {
	if u.o.WatchLock == nil {
		return
	}
	go func() {
		err := u.o.WatchLock(u.ctx, func(r desktop.LockReason) { u.o.Do(func() { u.lockFor(r) }) })
		if err != nil && !errors.Is(err, desktop.ErrUnsupported) && u.ctx.Err() == nil {
			fyne.LogError("listening for the screen lock", err)
		}
	}()
}

// lockFor locks because the desktop asks for it.
func (u *UI) lockFor(r desktop.LockReason) {
	switch {
	case !u.lockable() || u.o.Settings.LockSeldom:
	case r == desktop.GoingToSleep:
		u.lock(lang.L("Locked, because the computer went to sleep."))
	default:
		u.lock(lang.L("Locked with the screen."))
	}
}

// lockByHand locks, or offers the passphrase that locking needs.
func (u *UI) lockByHand() {
	if u.o.Demo {
		u.toast(lang.L("The demo has no passphrase to lock with."), "")
		return
	}
	if !u.vault.HasPassphrase() {
		u.openNewPassphrase()
		return
	}
	u.lock("")
}

// lockable reports whether there is something to lock, and a passphrase that
// opens it again.
func (u *UI) lockable() bool { return u.vault != nil && u.vault.HasPassphrase() }

// lock asks for the passphrase, in place of all accounts.
func (u *UI) lock(why string) { u.leaveVault(newLockedView(u, why)) }

// leaveVault drops the vault's key and every decrypted value, and goes on with
// another view. A change that is under way ends first. Closing comes last: it
// also clears away what the views held.
func (u *UI) leaveVault(next view) {
	defer u.vault.Close()
	u.clearClipboard()
	u.vault = nil
	clear(u.asked)
	u.root.toast.Hide()
	for _, o := range u.window.Canvas().Overlays().List() {
		u.window.Canvas().Overlays().Remove(o)
	}
	u.restart(next)
}

// unlock opens the vault again with what was typed.
func (u *UI) unlock(passphrase []byte) {
	given := false
	u.openWith(false, func(ctx context.Context, create bool) ([]byte, error) {
		if given || create {
			return u.askPassphrase(ctx, create)
		}
		given = true
		return passphrase, nil
	})
}
