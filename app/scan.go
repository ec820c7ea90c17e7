package app

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/scanner"
)

const (
	// scanTime is how long the desktop may take, a person's answer included.
	scanTime = 3 * time.Minute
	// hideTime is what a window takes to be gone from the screen, with the
	// desktop's fading.
	hideTime = 250 * time.Millisecond
)

// scanScreen hides the window, looks for QR codes on all displays, comes back
// and shows what was found.
func (u *UI) scanScreen() {
	if !u.ready() {
		return
	}
	if u.o.Capture == nil {
		u.openNothing(scanner.ErrUnsupported)
		return
	}
	var images []image.Image
	u.hide()
	u.background(u.top(), lang.L("Looking at the screen."), func(ctx context.Context) (err error) {
		ctx, cancel := context.WithTimeout(ctx, scanTime)
		defer cancel()
		select {
		case <-u.o.After(hideTime):
		case <-ctx.Done():
			return ctx.Err()
		}
		images, err = u.o.Capture(ctx)
		return err
	}, func(err error) {
		u.unhide()
		if err != nil {
			u.scanFailed(err)
			return
		}
		u.intake(func(ctx context.Context) (findings, error) { return readImages(ctx, images) })
	})
}

// scanFailed says why there is no picture of the screen.
func (u *UI) scanFailed(err error) {
	if !ctxEnded(err) {
		u.openNothing(err)
	}
}

// hide takes the window off the screen; nothing is drawn until unhide.
func (u *UI) hide() {
	u.hidden = true
	u.window.Hide()
}

// unhide brings the window back, with the codes of now in its first frame.
func (u *UI) unhide() {
	u.hidden = false
	u.tick(u.o.Now())
	u.window.Show()
	u.window.RequestFocus()
}
