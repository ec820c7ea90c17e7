package app

import (
	"bytes"
	"context"
	"image"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/scanner"
)

// lookDelay is how long looking for codes may take before the window says so.
const lookDelay = time.Second

// intakeText takes what was pasted or given at the start: pictures' paths or
// links, a line each, a picture's data, or a secret.
func (u *UI) intakeText(text string) {
	p, err := sortText(text)
	switch {
	case err != nil:
		u.openNothing(err)
	case p.secret != nil:
		u.openByHand(p.secret)
	case p.data != nil:
		u.look(lang.L("Looking for codes in the picture."), func(ctx context.Context, _ func(string)) (f findings, err error) {
			img, err := scanner.ReadImage(bytes.NewReader(p.data))
			if err == nil {
				err = f.addImages(ctx, []image.Image{img}, pictureFile{})
			}
			return f, err
		})
	case len(p.paths) > 0:
		u.lookAtFiles(p.findings, p.paths)
	default:
		u.openFindings(p.findings)
	}
}

// intakePaths takes pictures and folders that the person chose.
func (u *UI) intakePaths(paths []string) {
	if len(paths) > 0 && u.ready() {
		u.lookAtFiles(findings{fromLink: true}, paths)
	}
}

// lookAtFiles reads pictures and folders, and shows what was found in them and
// before.
func (u *UI) lookAtFiles(before findings, paths []string) {
	u.look(lang.L("Looking for codes in the picture."), func(ctx context.Context, tell func(string)) (findings, error) {
		f, err := readFiles(ctx, paths, tell)
		before.join(f)
		return before, err
	})
}

// dropped takes what was dropped on the window, wherever that was: what is
// shown now is only covered by what was found. What comes too early waits.
func (u *UI) dropped(uris []fyne.URI) {
	u.closeDialog()
	paths := pathsOf(uris)
	switch {
	case len(paths) == 1 && isKit(paths[0]) && u.ready():
		u.takeKit(paths[0])
	case len(paths) > 0 && u.ready():
		u.intakePaths(paths)
	case len(paths) > 0:
		u.o.Intake = strings.TrimSpace(u.o.Intake + "\n" + strings.Join(paths, "\n"))
	case u.ready():
		u.toast(messageOf(errNothingDropped).String(), "")
	}
}

// look reads in the background and shows what was found. Soon the window says
// what it is doing, with a Cancel; tell changes that sentence.
func (u *UI) look(what string, read func(ctx context.Context, tell func(string)) (findings, error)) {
	var f findings
	u.startJob(u.top(), what, lookDelay, func(ctx context.Context, tell func(string)) (err error) {
		f, err = read(ctx, tell)
		return err
	}, func(err error) { u.lookedAt(&f, err) })
}

// lookedAt shows what came of looking somewhere. With an error f is not read:
// after a Cancel it may still be written.
func (u *UI) lookedAt(f *findings, err error) {
	switch {
	case err == nil:
		u.openFindings(*f)
	case !ctxEnded(err):
		u.openNothing(err)
	}
}

// openFindings shows what was found, before anything is saved. While a list of
// enrolments is in sight, more of them join it.
func (u *UI) openFindings(f findings) {
	if list, ok := u.top().(*severalView); ok {
		list.join(f)
		return
	}
	switch all := f.all(); {
	case len(all) == 0 && len(f.export.Missing()) == 0:
		u.openNothing(errorsOf(f.others)...)
	case len(all) == 1 && len(f.export.Missing()) == 0:
		source := lang.L("as read from the QR code")
		if f.fromLink {
			source = lang.L("as read from the link")
		}
		u.showResult(newConfirmView(u, f, source))
	default:
		u.showResult(newSeveralView(u, f))
	}
}

// openNothing says why nothing was found, beside the other ways to add. A list
// of enrolments stays, and says it itself.
func (u *UI) openNothing(reasons ...error) {
	if list, ok := u.top().(*severalView); ok {
		list.sayNothing(reasons)
		return
	}
	u.showResult(newAddView(u, reasons...))
}

func errorsOf(others []leftOut) []error {
	errs := make([]error, len(others))
	for i, o := range others {
		errs[i] = o.err
	}
	return errs
}

// showResult shows what an intake found, instead of what an earlier one found.
func (u *UI) showResult(v view) {
	switch u.top().(type) {
	case *confirmView, *severalView, *addView:
		again := u.enrolAgain // the view before is in sight for no time
		u.back()
		u.enrolAgain = again
	}
	u.show(v)
}

// endIntake leaves the views that led to accounts that are saved now. What was
// begun before them, as a form over which a picture was dropped, stays.
func (u *UI) endIntake() {
	for len(u.pages) > 1 {
		switch u.top().(type) {
		case *confirmView, *severalView, *addView, *byHandView:
			u.back()
		default:
			return
		}
	}
}
