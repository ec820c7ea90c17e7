package app

import (
	"bytes"
	"context"
	"image"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/scanner"
)

// intakeText takes what was pasted or given at the start: a picture's path or
// a key URI, or several, a line each.
func (u *UI) intakeText(text string) {
	p, err := sortText(text)
	switch {
	case err != nil:
		u.openNothing(err)
	case p.secret != nil:
		u.openByHand(p.secret)
	case p.data != nil:
		u.intake(func(ctx context.Context) (findings, error) {
			img, err := scanner.ReadImage(bytes.NewReader(p.data))
			if err != nil {
				return findings{}, err
			}
			return readImages(ctx, []image.Image{img})
		})
	case len(p.paths) > 0:
		u.intake(func(ctx context.Context) (findings, error) {
			f, err := readPictures(ctx, p.paths)
			f.accounts = append(p.findings.accounts, f.accounts...)
			f.others = append(p.findings.others, f.others...)
			return f, err
		})
	default:
		u.openFindings(p.findings)
	}
}

// intakePaths takes the pictures that were dropped on the window.
func (u *UI) intakePaths(paths []string) {
	if len(paths) == 0 || !u.ready() {
		return
	}
	u.intake(func(ctx context.Context) (findings, error) { return readPictures(ctx, paths) })
}

// intake reads in the background and shows what was found.
func (u *UI) intake(read func(ctx context.Context) (findings, error)) {
	var f findings
	u.background(u.top(), lang.L("Reading the picture."), func(ctx context.Context) (err error) {
		f, err = read(ctx)
		return err
	}, func(err error) {
		switch {
		case err == nil:
			u.openFindings(f)
		case ctxEnded(err):
		default:
			u.openNothing(err)
		}
	})
}

// openFindings shows what was found, before anything is saved.
func (u *UI) openFindings(f findings) {
	source := lang.L("as read from the QR code")
	if f.fromLink {
		source = lang.L("as read from the link")
	}
	switch len(f.accounts) {
	case 0:
		u.openNothing(f.others...)
	case 1:
		u.showResult(newConfirmView(u, f.accounts[0], f.others, source))
	default:
		u.showResult(newSeveralView(u, f.accounts, f.others))
	}
}

// showResult shows what an intake found, instead of what an earlier one found.
func (u *UI) showResult(v view) {
	switch u.top().(type) {
	case *confirmView, *severalView, *addView:
		u.back()
	}
	u.show(v)
}
