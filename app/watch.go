package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// watched is how the vault's witness file looked when last seen.
type watched struct {
	modified time.Time
	size     int64
	reading  bool
}

// watchVault reads the vault again when another process has changed it, which
// its witness file tells without asking the keyring: it changes, or goes with a
// vault that is moved or erased. The first look reads too: something may have
// changed since the vault was opened.
func (u *UI) watchVault() {
	if u.vault == nil || u.vault.WitnessPath() == "" || u.seen.reading {
		return
	}
	now := watched{reading: true}
	info, err := os.Stat(u.vault.WitnessPath())
	switch {
	case err == nil:
		now.modified, now.size = info.ModTime(), info.Size()
	case !errors.Is(err, fs.ErrNotExist):
		return
	}
	if now.modified.Equal(u.seen.modified) && now.size == u.seen.size {
		return
	}
	u.seen = now
	var changed bool
	v := u.vault
	u.background(u.pages[0].view, "", func(ctx context.Context) (err error) {
		changed, err = v.Reload(ctx)
		return err
	}, func(err error) {
		u.seen.reading = false
		switch {
		case errors.Is(err, vault.ErrVaultGone), errors.Is(err, vault.ErrNoVault):
			u.leaveVault(newMovedView(u))
		case errors.Is(err, vault.ErrPassphrase): // another program set it: ask again
			u.passphraseWrong, u.seen = true, watched{}
		case ctxEnded(err): // the person does not know it
			u.leaveVault(newLockedView(u, lang.L("Another program changed the passphrase.")))
		case err != nil:
			u.openTrouble(err)
		case changed:
			u.changed()
		}
	})
}
