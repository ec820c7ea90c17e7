package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
)

// addView shows the ways to add an account. After an intake that brought
// nothing it says above them why.
type addView struct {
	u      *UI
	notice *card // nil: nothing went wrong

	scan, open, paste, hand, back *button
	page                          fyne.CanvasObject
}

// openAdd shows the ways to add an account.
func (u *UI) openAdd() { u.showResult(newAddView(u)) }

// openNothing says why nothing was found, beside the other ways to add.
func (u *UI) openNothing(reasons ...error) { u.showResult(newAddView(u, reasons...)) }

func newAddView(u *UI, reasons ...error) *addView {
	v := &addView{u: u}
	v.scan = newPrimaryButton(lang.L("Scan screen"), u.scanScreen)
	v.open = newPlainButton(lang.L("Open picture"), u.openPicture)
	v.paste = newPlainButton(lang.L("Paste"), u.paste)
	v.hand = newPlainButton(lang.L("Type it in"), func() { u.openByHand(nil) })
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.build(reasons)
	return v
}

func (v *addView) build(reasons []error) {
	var column []fyne.CanvasObject
	if len(reasons) == 0 {
		column = append(column, newHeading(lang.L("Add an account"),
			lang.L("On the service's page, choose to set up an authenticator app. Then bring its QR code here.")))
	} else {
		v.notice = newReasons(reasons)
		column = append(column, newHeading(lang.L("No enrolment found"), ""), v.notice)
	}
	column = append(column,
		newWay(lang.L("Scan my screen"),
			lang.L("Deskfob hides for a moment, looks for the code and shows what it found. Nothing leaves this computer."), v.scan),
		newWay(lang.L("Use a picture"),
			lang.L("Drop a screenshot on this window, or open a file."), v.open),
		newWay(lang.L("Paste or type"),
			lang.L("Paste a link, a secret or a picture's path with Ctrl+V, or type in what the page shows."), v.paste, v.hand),
		newRow(v.back),
	)
	v.page = newPage(column...)
}

// newReasons lists why nothing came of an intake, each reason once.
func newReasons(reasons []error) *card {
	var shown []fyne.CanvasObject
	had := map[string]bool{}
	for _, reason := range reasons {
		text := messageOf(reason).String()
		if !had[text] {
			had[text] = true
			shown = append(shown, newParagraph(text, styleNotice()))
		}
	}
	return newNotice(tintWarningGround, shown...)
}

// newWay is a card for one way to do something.
func newWay(title, text string, buttons ...fyne.CanvasObject) *card {
	return newCard(newColumn(3, newLabel(title, styleTitle()), newParagraph(text, styleHint())), newRow(buttons...))
}

func (v *addView) object() fyne.CanvasObject { return v.page }
func (v *addView) focus()                    { v.u.window.Canvas().Focus(v.scan) }

func (v *addView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.scan.Tapped(nil)
		return true
	}
	return false
}

// pictureEndings are the file names that the dialog shows.
func pictureEndings() []string {
	return []string{".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"}
}

// openPicture asks for a picture's file and reads it.
func (u *UI) openPicture() {
	d := dialog.NewFileOpen(u.pictureChosen, u.window)
	d.SetTitleText(lang.L("Open a picture"))
	d.SetView(dialog.ListView)
	d.SetFilter(storage.NewExtensionFileFilter(pictureEndings()))
	d.Resize(u.window.Canvas().Size().SubtractWidthHeight(2*barMargin, 2*barMargin))
	d.Show()
}

// pictureChosen gets the chosen file; nil when none was chosen.
func (u *UI) pictureChosen(file fyne.URIReadCloser, err error) {
	if err != nil {
		u.openNothing(err)
		return
	}
	if file == nil {
		return
	}
	path := file.URI().Path()
	if err := file.Close(); err != nil { // it is read by path, with the limits for pictures
		u.openNothing(err)
		return
	}
	u.intakePaths([]string{path})
}
