package scanner

import (
	"bytes"
	"context"
	"image"
	"io"
	"os"
)

// MaxImages is how many images of one file are looked at: frames of an
// animation, or pictures in a document. What comes after them is left out.
const MaxImages = 100

// ReadImages is ReadImagesContext without an end.
func ReadImages(r io.Reader) ([]image.Image, error) {
	return ReadImagesContext(context.Background(), r)
}

// ReadImagesContext reads all images of a file: the pages of a PDF, drawn in grey,
// the frames of an animated GIF, as they are seen, or the one image of any other
// picture that ReadImage reads. At least one comes with a nil error. Frames that
// repeat the one before, and what is beyond the limits for a file, are left out.
// The errors are those of ReadImage and for a PDF those of ctx, which matters to
// nothing else, context.DeadlineExceeded when not even one page was drawn in time,
// ErrPassword, and ErrUnreadable when its reader does not start.
func ReadImagesContext(ctx context.Context, r io.Reader) ([]image.Image, error) {
	data, err := readBytes(r)
	if err != nil {
		return nil, err
	}
	if isPDF(data) {
		return pdfPages(ctx, data)
	}
	img, err := unpack(data)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(data, []byte("GIF8")) {
		if frames := gifFrames(data); len(frames) > 0 {
			return frames, nil
		}
	}
	return []image.Image{img}, nil
}

// ReadFileImagesContext is ReadImagesContext of the file at path. Beside its
// errors it gives those of os.Open.
func ReadFileImagesContext(ctx context.Context, path string) ([]image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadImagesContext(ctx, f)
}
