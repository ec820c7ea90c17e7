package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// newCopiesCard lists the copies off this computer that hold an account, the
// newest first; nil where there is none.
func newCopiesCard(r kit.Register, a vault.Account) *card {
	lines := []fyne.CanvasObject{newLabel(lang.L("Where the copies are"), styleTitle())}
	for _, c := range slices.Backward(r.Copies) {
		held := slices.IndexFunc(c.Held, func(h kit.Held) bool { return h.ID == a.ID })
		if held < 0 || !c.Here() {
			continue
		}
		title := c.Place
		badge := newGoodBadge(lang.L("current"))
		switch {
		case title == "":
			title = lang.L("Still only on this computer")
			badge = newWarningBadge(lang.L("no place yet"))
		case !isCurrent(c, []vault.Account{a}):
			badge = newWarningBadge(lang.L("out of date"))
		}
		names := newColumn(0, newCutLabel(title, styleBody()), newCutLabel(copyOfAccount(c, c.Held[held], a), styleMuted()))
		lines = append(lines, container.NewBorder(nil, nil, nil, container.NewCenter(badge), names))
	}
	if len(lines) == 1 {
		return nil
	}
	return newCard(lines...)
}

// copyOfAccount says what of an account is on a copy.
func copyOfAccount(c kit.Copy, h kit.Held, a vault.Account) string {
	title := copyTitle(c)
	s := a.Recovery
	switch {
	case h.Secret && h.Print != kit.Print(a):
		return lang.L("{{.Copy}}, before it was set up again", map[string]any{"Copy": title})
	case s == nil || s.Left == 0:
		return title
	case h.Codes == 0:
		return lang.L("{{.Copy}}, without recovery codes", map[string]any{"Copy": title})
	case h.Revision != s.Revision && s.Kind == vault.RecoveryList:
		return lang.L("{{.Copy}}, before this list", map[string]any{"Copy": title})
	case h.Revision != s.Revision:
		return lang.L("{{.Copy}}, before this code", map[string]any{"Copy": title})
	case s.Kind == vault.RecoveryList:
		return lang.L("{{.Copy}}, has this list", map[string]any{"Copy": title})
	}
	return lang.L("{{.Copy}}, has this code", map[string]any{"Copy": title})
}

// newHistoryCard tells what happened to an account's recovery codes, the
// newest first; nil where nothing is known.
func newHistoryCard(a vault.Account) *card {
	if a.Recovery == nil || len(a.Recovery.Events) == 0 {
		return nil
	}
	lines := newColumn(2)
	for _, e := range slices.Backward(a.Recovery.Events) {
		lines.Add(newTwoColumns(100, newLabel(dateOf(e.At), styleMuted()), newParagraph(eventWords(e.What), styleHint())))
	}
	return newCard(newLabel(lang.L("What happened to its recovery codes"), styleTitle()), lines)
}

func eventWords(what string) string {
	switch what {
	case "saved":
		return lang.L("saved and read back")
	case "used":
		return lang.L("used")
	case "failed":
		return lang.L("did not work")
	case "replaced":
		return lang.L("replaced by newer ones")
	}
	return what
}
