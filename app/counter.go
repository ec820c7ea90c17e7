package app

import (
	"context"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// counterTime is how long the code of a counter account stays in sight.
const counterTime = time.Minute

// counterCode is a counter account's code that was asked for.
type counterCode struct {
	text  string
	until time.Time
}

// live reports whether the code is still shown. A clock that was set back hides
// it, and so does a newer code, or another secret, of the account.
func (c counterCode) live(a vault.Account, now time.Time) bool {
	if c.text == "" || a.Counter == 0 || !now.Before(c.until) || c.until.Sub(now) > counterTime {
		return false
	}
	last, err := vault.CodeForCounter(a, a.Counter-1)
	return err == nil && last.Text == c.text
}

// nextCode makes a counter account's next code, which every view of the
// account then shows for a while. The vault saves the counter first.
func (u *UI) nextCode(owner view, id string, done func(error)) {
	var code vault.Code
	held := u.vault // locking puts another in its place, at any time
	u.background(owner, lang.L("Saving the counter."), func(ctx context.Context) (err error) {
		code, err = held.NextHOTP(ctx, id)
		return err
	}, func(err error) {
		if err == nil {
			u.asked[id] = counterCode{code.Text, u.o.Now().Add(counterTime)}
			u.changed()
		}
		done(err)
	})
}
