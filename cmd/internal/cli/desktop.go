package cli

import (
	"bytes"
	"context"
	"errors"
	"image"
	"strings"

	"github.com/deskfob/deskfob/scanner"
	"github.com/spf13/pflag"
)

// desktopSources are the flags that take codes off the desktop.
type desktopSources struct {
	screen, region, clipboard bool
}

func (d *desktopSources) flags(f *pflag.FlagSet) {
	f.BoolVar(&d.screen, "screen", false, "read the screen")
	f.BoolVar(&d.region, "region", false, "read a part of the screen that you choose")
	f.BoolVar(&d.clipboard, "clipboard", false, "read what was copied: a picture, picture files, a key URI")
}

func (d *desktopSources) any() bool { return d.screen || d.region || d.clipboard }

// read gives the codes of all that was asked for.
func (d *desktopSources) read(ctx context.Context, s *session) ([]foundCode, error) {
	var all []foundCode
	for _, source := range []struct {
		wanted bool
		read   func(context.Context) ([]foundCode, error)
	}{
		{d.screen, s.readScreen}, {d.region, s.readRegion}, {d.clipboard, s.readClipboard},
	} {
		if !source.wanted {
			continue
		}
		codes, err := source.read(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, codes...)
	}
	return all, nil
}

// readRegion reads the codes in a part of the screen.
func (s *session) readRegion(ctx context.Context) ([]foundCode, error) {
	limited, cancel := context.WithTimeout(ctx, captureLimit)
	defer cancel()
	img, err := s.CaptureRegion(limited)
	if err != nil {
		return nil, screenFailure(err)
	}
	return readTaken(ctx, "region", img)
}

// readTaken reads the codes of a picture that is in no file.
func readTaken(ctx context.Context, name string, img image.Image) ([]foundCode, error) {
	codes, err := readImage(ctx, name, img)
	if err != nil && !errors.Is(err, context.Canceled) {
		err = fail(ExitRefused, pictureProblem(name, err))
	}
	return codes, err
}

// readClipboard reads the codes of what was copied: a picture, or text that
// names pictures or is a code itself.
func (s *session) readClipboard(ctx context.Context) ([]foundCode, error) {
	img, err := s.ClipboardImage(ctx)
	if err == nil {
		return readTaken(ctx, "clipboard", img)
	}
	if !errors.Is(err, scanner.ErrNoClipboardImage) {
		return nil, clipboardFailure(err)
	}
	text, err := s.ClipboardText(ctx)
	if err != nil {
		return nil, clipboardFailure(err)
	}
	data, err := scanner.PictureData(text)
	if err != nil {
		return nil, clipboardFailure(err)
	}
	if data == nil {
		return readCopiedLines(ctx, text)
	}
	if img, err = scanner.ReadImage(bytes.NewReader(data)); err != nil {
		return nil, clipboardFailure(err)
	}
	return readTaken(ctx, "clipboard", img)
}

// readCopiedLines reads text of which each line names a picture, or is a link
// as QR codes hold them. Other text is nothing that was meant for us.
func readCopiedLines(ctx context.Context, text string) ([]foundCode, error) {
	var all []foundCode
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		path, isPath := scanner.PicturePath(line)
		switch {
		case line == "":
		case isPath:
			codes, err := readPicture(ctx, path)
			if err != nil && !errors.Is(err, context.Canceled) {
				err = fail(ExitRefused, pictureProblem(path, err))
			}
			if err != nil {
				return nil, err
			}
			all = append(all, codes...)
		case isLink(line):
			all = append(all, newFoundCode("clipboard", len(all), line))
		default:
			return nil, fail(ExitNothing, clipboardUseless)
		}
	}
	if strings.TrimSpace(text) == "" {
		return nil, fail(ExitNothing, clipboardUseless)
	}
	return all, nil
}

// clipboardFailure gives a clipboard that cannot be read its exit code.
func clipboardFailure(err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, scanner.ErrNoClipboard):
		return fail(ExitNoWindow, clipboardMissing)
	case errors.Is(err, scanner.ErrClipboardSilent):
		return fail(ExitUnexpected, clipboardSilent)
	}
	return fail(ExitRefused, pictureProblem("clipboard", err))
}
