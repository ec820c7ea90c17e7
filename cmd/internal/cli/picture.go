package cli

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"time"

	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
)

// captureLimit is how long the desktop may take to hand over the screen, with a
// person who answers its question.
const captureLimit = 3 * time.Minute

// codeKind says what a QR code is to us.
type codeKind string

const (
	enrolment codeKind = "enrolment" // a key URI
	migration codeKind = "migration" // a part of another app's export
	other     codeKind = "other"
)

// foundCode is one QR code of one picture.
type foundCode struct {
	picture string // path as given, or "screen"
	index   int    // counts the codes of the picture from 0, top to bottom
	text    string // may be a secret
	kind    codeKind
	account vault.Account       // of an enrolment
	part    vault.MigrationPart // of a migration
	err     error               // why an enrolment or migration cannot be used
}

// newFoundCode takes the text of a code apart.
func newFoundCode(picture string, index int, text string) foundCode {
	e, err := vault.ParseEnrolment(text)
	code := foundCode{picture: picture, index: index, text: text, kind: enrolment, account: e.Account, err: err}
	var refused *vault.ParamError
	switch {
	case e.Part != nil:
		code.kind, code.part = migration, *e.Part
	case errors.As(err, &refused) && refused.Param == vault.ParamMigration:
		code.kind = migration
	case errors.Is(err, vault.ErrNotKeyURI):
		code.kind, code.err = other, nil
	}
	return code
}

// fileLimit is how long all images of one file may take. Each one has its own
// limit, and the pages of a document or the frames of a film may be many.
const fileLimit = time.Minute

// errFileLimit: not all images of a file were looked at.
var errFileLimit = errors.New("not all images were looked at")

// readPicture reads the codes of a file. One that several of its images show,
// as the frames of an animation do, counts once. With errFileLimit it gives the
// codes found so far.
func readPicture(ctx context.Context, path string) ([]foundCode, error) {
	limited, cancel := context.WithTimeout(ctx, fileLimit)
	defer cancel()
	images, err := scanner.ReadFileImagesContext(limited, path)
	if err != nil {
		return nil, err
	}
	codes, err := readImages(limited, path, images)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		err = errFileLimit
	}
	return codes, err
}

// readImages reads the codes of the images of one file.
func readImages(ctx context.Context, path string, images []image.Image) ([]foundCode, error) {
	var codes []foundCode
	for _, img := range images {
		found, err := readImage(ctx, path, img)
		if err != nil {
			return codes, err
		}
		before := len(codes)
		for _, code := range found {
			seen := slices.ContainsFunc(codes[:before], func(had foundCode) bool { return had.text == code.text })
			if !seen {
				code.index = len(codes)
				codes = append(codes, code)
			}
		}
	}
	return codes, nil
}

// readImage reads the codes of one image.
func readImage(ctx context.Context, name string, img image.Image) ([]foundCode, error) {
	symbols, err := scanner.Decode(ctx, img)
	if err != nil {
		return nil, err
	}
	codes := make([]foundCode, len(symbols))
	for i, symbol := range symbols {
		codes[i] = newFoundCode(name, i, symbol.Text)
	}
	return codes, nil
}

// readScreen reads the codes on all displays.
func (s *session) readScreen(ctx context.Context) ([]foundCode, error) {
	limited, cancel := context.WithTimeout(ctx, captureLimit)
	defer cancel()
	images, err := s.Capture(limited)
	if err != nil {
		return nil, screenFailure(err)
	}
	var all []foundCode
	for i, img := range images {
		name := "screen"
		if len(images) > 1 {
			name = fmt.Sprintf("screen %d", i+1)
		}
		codes, err := readImage(ctx, name, img)
		if err != nil {
			return nil, fail(ExitRefused, pictureProblem(name, err))
		}
		all = append(all, codes...)
	}
	return all, nil
}

// screenFailure gives a failed capture its exit code: without a display it is
// the code for "no window possible".
func screenFailure(err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, scanner.ErrUnsupported):
		return fail(ExitNoWindow, screenUnsupported)
	case errors.Is(err, scanner.ErrRegion):
		return fail(ExitNoWindow, regionMissing)
	case errors.Is(err, scanner.ErrNoDisplay), errors.Is(err, scanner.ErrNoPortal):
		return fail(ExitNoWindow, screenMissing)
	case errors.Is(err, scanner.ErrPermission):
		return fail(ExitUnexpected, screenRefused)
	case errors.Is(err, scanner.ErrCancelled):
		return fail(ExitUnexpected, screenCancelled)
	case errors.Is(err, scanner.ErrLeftBehind):
		return fail(ExitUnexpected, screenLeftBehind(err))
	case errors.Is(err, scanner.ErrTimeout):
		return fail(ExitUnexpected, screenSilent)
	}
	return fail(ExitUnexpected, screenFailed)
}
