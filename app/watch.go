package app

import (
	"context"
	"os"
	"time"
)

// watched is how the vault's witness file looked when last seen.
type watched struct {
	modified time.Time
	size     int64
	reading  bool
}

// watchVault reads the vault again when another process has changed it, which
// its witness file tells without asking the keyring. The first look reads too:
// something may have changed since the vault was opened.
func (u *UI) watchVault() {
	if u.vault == nil || u.vault.WitnessPath() == "" || u.seen.reading {
		return
	}
	info, err := os.Stat(u.vault.WitnessPath())
	if err != nil || info.ModTime().Equal(u.seen.modified) && info.Size() == u.seen.size {
		return
	}
	u.seen = watched{modified: info.ModTime(), size: info.Size(), reading: true}
	var changed bool
	v := u.vault
	u.background(u.pages[0].view, "", func(ctx context.Context) (err error) {
		changed, err = v.Reload(ctx)
		return err
	}, func(err error) {
		u.seen.reading = false
		switch {
		case err != nil:
			u.openTrouble(err)
		case changed:
			u.changed()
		}
	})
}
