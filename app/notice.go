package app

import (
	"errors"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// noticeLine says above the list, in one sentence, that something is wrong
// with the vault. When all is well it is not there.
type noticeLine struct {
	card  *card
	words *paragraph
	err   error
	see   func(error)
}

func newNoticeLine() *noticeLine {
	style := textStyle{size: 13, color: tintWarning}
	n := &noticeLine{words: newParagraph("", style)}
	n.card = newNotice(tintWarningGround, n.words)
	n.card.tapped = func() { n.see(n.err) }
	n.card.Hidden = true
	return n
}

// show takes the first of the vault's notices.
func (n *noticeLine) show(u *UI) {
	n.see = u.openTrouble
	notices := u.vault.Notices()
	n.card.Hidden = len(notices) == 0
	if n.card.Hidden {
		return
	}
	n.err = notices[0].Err
	switch {
	case errors.Is(n.err, vault.ErrDamaged):
		n.words.setText(lang.L("Some accounts cannot be read. See why"))
	default:
		n.words.setText(lang.L("These accounts are not the ones last seen here. See why"))
	}
}
