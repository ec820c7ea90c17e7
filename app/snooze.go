package app

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"
)

// snoozeTime is how long a reminder about an account stays away.
const snoozeTime = 7 * 24 * time.Hour

// snoozePrefix begins the keys of the vault's notes about reminders.
const snoozePrefix = "later/"

// snoozed reports whether the reminders about an account were put off.
func (u *UI) snoozed(id string) bool {
	text := u.vault.Notes(snoozePrefix + id)[snoozePrefix+id]
	until, err := strconv.ParseInt(string(text), 10, 64)
	now := u.o.Now()
	left := time.Unix(until, 0).Sub(now)
	return err == nil && left > 0 && left <= snoozeTime // a clock that was set back ends it
}

// snooze puts the reminders about an account off for a week.
func (u *UI) snooze(owner view, id string) {
	held, until := u.vault, u.o.Now().Add(snoozeTime).Unix()
	u.background(owner, lang.L("Saving."), func(ctx context.Context) error {
		return held.SetNotes(ctx, map[string][]byte{snoozePrefix + id: strconv.AppendInt(nil, until, 10)})
	}, func(err error) {
		if err != nil {
			u.toast(messageOf(err).String(), "")
			return
		}
		u.changed()
		u.toast(lang.L("Deskfob reminds you again in a week"), "")
	})
}
