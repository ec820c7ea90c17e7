package app

import (
	"errors"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// noticeLine says above the list, in one sentence with a way there, that
// something is wrong with the vault, or that accounts would be lost with the
// computer. When all is well it is not there.
type noticeLine struct {
	card  *card
	words *paragraph
	see   *button
	err   error // nil: it is about readiness
}

func newNoticeLine(u *UI) *noticeLine {
	n := &noticeLine{words: newParagraph("", textStyle{size: textSizeMuted, color: tintWarning})}
	n.see = newQuietButton(lang.L("See why"), func() {
		if n.err == nil {
			u.openReadiness()
			return
		}
		u.openTrouble(n.err)
	})
	n.card = newPanel(tintWarningGround, tintWarningGround, 2, container.New(&besideLayout{}, newTwoColumns(12, newGap(12), n.words), n.see))
	n.card.Hide()
	return n
}

// show tells the first of the vault's notices, else what readiness is: the
// sentence in two parts.
func (n *noticeLine) show(notices []vault.Notice, count, rest string) {
	n.card.Hidden = len(notices) == 0 && count == ""
	n.err = nil
	switch {
	case n.card.Hidden:
	case len(notices) == 0:
		n.words.setText(count + " " + rest)
	case errors.Is(notices[0].Err, vault.ErrDamaged):
		n.err = notices[0].Err
		n.words.setText(lang.L("Some accounts cannot be read."))
	default:
		n.err = notices[0].Err
		n.words.setText(lang.L("These are not the accounts last seen here."))
	}
}
