package app

import (
	"errors"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// noticeLine says above the list, in one sentence with a way there, that
// something is wrong with the vault. When all is well it is not there.
type noticeLine struct {
	card  *card
	words *label
	see   *button
	err   error
}

func newNoticeLine(u *UI) *noticeLine {
	n := &noticeLine{words: newCutLabel("", textStyle{size: textSizeMuted, color: tintWarning})}
	n.see = newQuietButton(lang.L("See why"), func() { u.openTrouble(n.err) })
	n.card = newPanel(tintWarningGround, tintWarningGround, 2, container.NewBorder(nil, nil, newGap(8), n.see, n.words))
	n.card.Hide()
	return n
}

// show tells the first of the vault's notices.
func (n *noticeLine) show(notices []vault.Notice) {
	n.card.Hidden = len(notices) == 0
	if n.card.Hidden {
		return
	}
	n.err = notices[0].Err
	if errors.Is(n.err, vault.ErrDamaged) {
		n.words.setText(lang.L("Some accounts cannot be read."))
		return
	}
	n.words.setText(lang.L("These are not the accounts last seen here."))
}
