package app

import (
	"errors"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"

	"github.com/deskfob/deskfob/scanner"
)

// addView shows the ways to add an account. After an intake that brought
// nothing it says above them why, and puts first what most likely helps.
type addView struct {
	u      *UI
	notice *card // nil: nothing went wrong

	scan, region, open, paste, hand, back *button
	primary                               *button // one of them
	page                                  fyne.CanvasObject
}

// openAdd shows the ways to add an account. A list of enrolments is one already.
func (u *UI) openAdd() {
	if _, there := u.top().(*severalView); !there {
		u.showResult(newAddView(u))
	}
}

func newAddView(u *UI, reasons ...error) *addView {
	v := &addView{u: u}
	v.scan = newPlainButton(lang.L("Scan screen"), u.scanScreen)
	v.region = newPlainButton(lang.L("Choose a part of the screen"), u.scanRegion)
	v.open = newPlainButton(lang.L("Open picture"), u.openPicture)
	v.paste = newPlainButton(lang.L("Paste"), u.paste)
	v.hand = newPlainButton(lang.L("Type it in"), func() { u.openByHand(nil) })
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.build(reasons)
	return v
}

func (v *addView) build(reasons []error) {
	heading := newHeading(lang.L("Add an account"),
		lang.L("On the service's page, choose to set up an authenticator app. Then bring its QR code here."))
	ways := []fyne.CanvasObject{
		newWay(lang.L("Scan my screen"),
			lang.L("Deskfob hides for a moment, looks for the code and shows what it found. Nothing leaves this computer."), v.scan, v.region),
		newWay(lang.L("Use a picture"),
			lang.L("Drop screenshots, PDFs or a folder of them on this window, or open a file."), v.open),
		newWay(lang.L("Paste or type"),
			lang.L("Paste a copied picture, a file, a link or a secret with Ctrl+V, or type in what the page shows."), v.paste, v.hand),
	}
	v.primary = v.scan
	if len(reasons) > 0 {
		var title string
		title, v.primary = v.after(reasons[0])
		v.notice = newReasons(reasons)
		heading = newColumn(12, newHeading(title, ""), v.notice)
	}
	if v.primary == v.open {
		ways[0], ways[1] = ways[1], ways[0]
	}
	v.primary.setKind(buttonPrimary)
	v.page = newPage(append([]fyne.CanvasObject{heading}, append(ways, newRow(v.back))...)...)
}

// after is the heading after an intake that brought nothing, and the button that
// most likely helps.
func (v *addView) after(reason error) (title string, primary *button) {
	switch {
	case errors.Is(reason, errNoCodeOnScreen), errors.Is(reason, errNoCodeInPart):
		return lang.L("No code found"), v.region
	case errors.Is(reason, scanner.ErrUnsupported), errors.Is(reason, scanner.ErrNoDisplay),
		errors.Is(reason, scanner.ErrNoPortal), errors.Is(reason, scanner.ErrPermission):
		return lang.L("The screen could not be read"), v.open
	}
	return lang.L("No enrolment found"), v.scan
}

// mostReasons is how many reasons, names or numbers are told one by one.
const mostReasons = 5

func andMore(n int) string { return lang.L("And {{.Count}} more.", map[string]any{"Count": n}) }

// newReasons lists why nothing came of an intake, each reason once.
func newReasons(reasons []error) *card {
	var texts []string
	for _, reason := range reasons {
		if text := messageOf(reason).String(); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	if more := len(texts) - mostReasons; more > 0 {
		texts = append(texts[:mostReasons], andMore(more))
	}
	var shown []fyne.CanvasObject
	for _, text := range texts {
		shown = append(shown, newParagraph(text, styleNotice()))
	}
	return newNotice(tintWarningGround, shown...)
}

// newWay is a card for one way to do something.
func newWay(title, text string, buttons ...fyne.CanvasObject) *card {
	return newCard(newColumn(3, newLabel(title, styleTitle()), newParagraph(text, styleHint())), newFlow(buttons...))
}

// newShortWay is a way with one button, which stands beside the words.
func newShortWay(title, text string, b *button) *card {
	return newCard(container.New(&besideLayout{}, newColumn(3, newLabel(title, styleTitle()), newParagraph(text, styleHint())), b))
}

func (v *addView) object() fyne.CanvasObject { return v.page }
func (v *addView) focus()                    { v.u.window.Canvas().Focus(v.primary) }

func (v *addView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.primary.Tapped(nil)
		return true
	}
	return false
}

// pictureEndings are the file names that the dialog shows. Those that cannot be
// read are there too: choosing one says what to do instead.
func pictureEndings() []string {
	return []string{".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".pdf", ".heic", ".heif", ".avif"}
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
