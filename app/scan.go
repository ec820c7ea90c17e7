package app

import (
	"context"
	"errors"
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

// scanScreen looks for QR codes on all displays.
func (u *UI) scanScreen() {
	if u.o.Capture == nil {
		u.scan(nil, scanner.ErrUnsupported)
		return
	}
	u.scan(u.o.Capture, errNoCodeOnScreen)
}

// scanRegion looks for QR codes in a part of the screen that the person chooses.
func (u *UI) scanRegion() {
	if u.o.CaptureRegion == nil {
		u.scan(nil, scanner.ErrRegion)
		return
	}
	u.scan(func(ctx context.Context) ([]image.Image, error) {
		img, err := u.o.CaptureRegion(ctx)
		return []image.Image{img}, err
	}, errNoCodeInPart)
}

// scan hides the window, takes pictures, comes back, looks for codes in them and
// shows what was found. none is what it means when there is nothing.
func (u *UI) scan(capture func(context.Context) ([]image.Image, error), none error) {
	if !u.ready() {
		return
	}
	if capture == nil {
		u.openNothing(none)
		return
	}
	var f findings
	u.hide()
	u.startJob(u.top(), lang.L("Looking for codes on the screen."), lookDelay, func(ctx context.Context, _ func(string)) error {
		images, err := u.captureHidden(ctx, capture)
		if err == nil {
			err = f.addImages(ctx, images, pictureFile{})
		}
		if errors.Is(err, errNoCodeFound) {
			err = none
		}
		return err
	}, func(err error) {
		u.comeBack()
		if errors.Is(err, scanner.ErrCancelled) {
			u.toast(messageOf(err).what, "")
			return
		}
		u.lookedAt(&f, err)
	})
}

// captureHidden takes pictures once the window is out of sight, and brings it
// back, also when the view it hid from was left meanwhile, as locking does.
func (u *UI) captureHidden(ctx context.Context, capture func(context.Context) ([]image.Image, error)) ([]image.Image, error) {
	ctx, cancel := context.WithTimeout(ctx, scanTime)
	defer cancel()
	defer u.o.Do(u.comeBack)
	select {
	case <-u.o.After(hideTime):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return capture(ctx)
}

// hide takes the window off the screen; nothing is drawn until unhide.
func (u *UI) hide() {
	u.hidden = true
	u.window.Hide()
}

// comeBack ends hiding, where it has not ended yet.
func (u *UI) comeBack() {
	if u.hidden {
		u.unhide()
	}
}

// unhide brings the window back, with the codes of now in its first frame.
func (u *UI) unhide() {
	u.hidden = false
	u.tick(u.o.Now())
	u.window.Show()
	u.window.RequestFocus()
}
