package scanner

import (
	"errors"
	"fmt"
	"image"
	"io/fs"
	"net/url"
	"os"
)

// takeFile reads the screenshot at a file URI and deletes it, before it is read
// and whatever comes of it: a screenshot of an enrolment is a secret, and some
// desktops leave it where everyone can read it.
func takeFile(uri string) (image.Image, error) {
	path, err := filePath(uri)
	if err != nil {
		return nil, err
	}
	f, openErr := os.Open(path)
	if openErr == nil {
		defer f.Close()
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%v: %w", err, ErrLeftBehind)
	}
	if openErr != nil {
		return nil, fmt.Errorf("%v: %w", openErr, ErrCapture)
	}
	return ReadImage(f)
}

// filePath gives the path of a file URI of this computer.
func filePath(uri string) (string, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || (u.Host != "" && u.Host != "localhost") || u.Path == "" {
		return "", fmt.Errorf("the portal's answer is no local file: %w", ErrCapture)
	}
	return u.Path, nil
}
