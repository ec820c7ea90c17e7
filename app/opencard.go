package app

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// openCard says, on an account's page, what is left of setting it up.
type openCard struct {
	*card
	u       *UI
	owner   *accountView
	account vault.Account

	words     *paragraph
	do, close *button
}

func newOpenCard(u *UI, owner *accountView) *openCard {
	c := &openCard{u: u, owner: owner, words: newParagraph("", styleNotice())}
	c.do = newPrimaryButton("", c.onDo)
	c.close = newPlainButton("", c.onClose)
	c.card = newNotice(tintWarningGround, c.words, newFlow(c.do, c.close))
	c.card.Hide()
	return c
}

// show brings the card to the account as it is.
func (c *openCard) show(a vault.Account) {
	c.account = a
	names := map[string]any{"Account": accountTitle(a)}
	c.close.Hidden = false
	switch a.Open {
	case vault.StepEnrol:
		c.words.setText(lang.L("The old secret was retired. Set up two-step sign-in at {{.Account}} again, and scan its new QR code.", names))
		c.do.setText(lang.L("Scan the new code"))
		c.close.Hidden = true
	case vault.StepConfirm:
		c.words.setText(lang.L("Not finished: {{.Account}} has not taken a code yet. Type the one below on its page.", names))
		c.do.setText(lang.L("It took the code"))
		c.close.setText(lang.L("Delete it"))
	case vault.StepRecovery:
		c.words.setText(lang.L("Not finished: the recovery code of {{.Account}} is not saved.", names))
		c.do.setText(lang.L("Save the code"))
		c.close.setText(lang.L("There is none"))
	}
	c.Hidden = a.Open == vault.StepDone
	c.Refresh()
}

func (c *openCard) onDo() {
	switch c.account.Open {
	case vault.StepEnrol:
		c.u.enrolOver(c.account.ID)
	case vault.StepConfirm:
		c.set(vault.StepRecovery)
	default:
		c.u.show(newSaveRecoveryView(c.u, c.account.ID, afterEnrolment))
	}
}

func (c *openCard) onClose() {
	if c.account.Open == vault.StepConfirm {
		c.u.openDelete(c.account.ID)
		return
	}
	c.set(vault.StepDone)
}

// set notes what is left now.
func (c *openCard) set(step vault.EnrolmentStep) {
	held, id := c.u.vault, c.account.ID
	c.u.background(c.owner, lang.L("Saving."), func(ctx context.Context) error {
		return held.SetOpen(ctx, id, step)
	}, func(err error) {
		c.owner.wrong.showError(err)
		c.owner.page.Refresh()
		if err == nil {
			c.u.changed()
		}
	})
}

// enrolOver shows the ways to add an account; what is found is meant to take
// the place of that account's secret.
func (u *UI) enrolOver(id string) {
	u.openAdd()
	u.enrolAgain = id
}
