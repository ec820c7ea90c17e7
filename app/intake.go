package app

import (
	"context"
	"errors"
	"fmt"
	"image"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/scanner"
)

var (
	// errNoCodeFound: a picture holds no QR code.
	errNoCodeFound = errors.New("no QR code in the picture")
	// errNoCodeOnScreen: no display shows a QR code.
	errNoCodeOnScreen = errors.New("no QR code on the screen")
	// errNoCodeInPart: the chosen part of the screen shows no QR code.
	errNoCodeInPart = errors.New("no QR code in that part of the screen")
	// errNoPictures: a folder holds no pictures.
	errNoPictures = errors.New("no pictures in the folder")
)

// fileError is what is wrong with one file of several.
type fileError struct {
	name string
	err  error
}

func (e *fileError) Error() string { return e.name + ": " + e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }

// addImage reads the codes of a picture and keeps nothing of it but thumbnails.
// No code is errNoCodeFound.
func (f *findings) addImage(ctx context.Context, img image.Image, file pictureFile) error {
	symbols, err := scanner.Decode(ctx, img)
	if err != nil {
		return err
	}
	for _, s := range symbols {
		f.addCode(s.Text, origin{s.Thumbnail(img), file})
	}
	if len(symbols) == 0 {
		return errNoCodeFound
	}
	return nil
}

// addImages reads pictures one after the other and lets go of each: captured
// pixels can be hundreds of megabytes, and secret.
func (f *findings) addImages(ctx context.Context, images []image.Image, file pictureFile) error {
	none := true
	for i, img := range images {
		images[i] = nil
		err := f.addImage(ctx, img, file)
		if err != nil && !errors.Is(err, errNoCodeFound) {
			return err
		}
		none = none && err != nil
	}
	if none {
		return errNoCodeFound
	}
	return nil
}

// addFile reads all images of a file.
func (f *findings) addFile(ctx context.Context, file pictureFile) error {
	images, err := scanner.ReadFileImagesContext(ctx, file.path)
	if err != nil {
		return err
	}
	return f.addImages(ctx, images, file)
}

// filesToRead are the files that paths stand for, and what is wrong with those
// that stand for none.
func filesToRead(paths []string) (files []pictureFile, others []leftOut) {
	for _, path := range paths {
		in, err := scanner.PictureFiles(path)
		if err == nil && len(in) == 0 {
			err = errNoPictures
		}
		if err != nil {
			others = append(others, leftOut{err: &fileError{filepath.Base(path), err}})
		}
		for _, file := range in {
			files = append(files, pictureFile{path: file, kept: file != path})
		}
	}
	return files, others
}

// readFiles finds the enrolments in pictures and in folders of pictures. What
// cannot be read, or holds no code, is among the others; in a folder it is no news
// that one holds no code. tell is called with what is being done when there are
// several. Only the end of ctx is an error.
func readFiles(ctx context.Context, paths []string, tell func(string)) (findings, error) {
	var f findings
	files, others := filesToRead(paths)
	f.others = others
	for i, file := range files {
		if len(files) > 1 {
			tell(lang.L("Looking at picture {{.Number}} of {{.Count}}.", map[string]any{"Number": i + 1, "Count": len(files)}))
		}
		err := f.addFile(ctx, file)
		switch {
		case ctx.Err() != nil:
			return f, ctx.Err()
		case err == nil, file.kept && errors.Is(err, errNoCodeFound):
		case len(files) > 1:
			f.leave(&fileError{filepath.Base(file.path), err}, origin{file: file})
		default:
			f.leave(err, origin{file: file})
		}
	}
	if f.empty() {
		f.leave(fmt.Errorf("in none of %d pictures: %w", len(files), errNoCodeFound), origin{})
	}
	return f, nil
}
