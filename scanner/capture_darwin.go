package scanner

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	screencapture = "/usr/sbin/screencapture"
	mostDisplays  = 16
)

// captureScreen has the system's tool write one picture a display. macOS shows
// other programs' windows only to programs that the person has allowed screen
// recording; to others it gives the desktop's background, or nothing.
func captureScreen(ctx context.Context) ([]image.Image, error) {
	images, err := takePictures(ctx, mostDisplays)
	if err == nil && len(images) == 0 {
		err = ErrCapture
	}
	if err != nil {
		return nil, fmt.Errorf("capturing the screen: %w", err)
	}
	return images, nil
}

// captureRegion has the tool ask for a part; without a picture the person chose
// none.
func captureRegion(ctx context.Context) (image.Image, error) {
	images, err := takePictures(ctx, 1, "-i")
	if err == nil && len(images) == 0 {
		err = ErrCancelled
	}
	if err != nil {
		return nil, fmt.Errorf("capturing a part of the screen: %w", err)
	}
	return images[0], nil
}

// takePictures runs the tool, which can only write files, with a folder that
// nobody else can look into and that is gone when this returns.
func takePictures(ctx context.Context, most int, flags ...string) (images []image.Image, err error) {
	dir, err := os.MkdirTemp("", "deskfob-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for the screenshot: %v: %w", err, ErrCapture)
	}
	defer func() {
		if gone := os.RemoveAll(dir); gone != nil {
			images, err = nil, fmt.Errorf("%v: %w", gone, ErrLeftBehind)
		}
	}()
	args := append(flags, "-x", "-t", "png") // without a sound
	var files []string
	for i := range most {
		files = append(files, filepath.Join(dir, fmt.Sprintf("%d.png", i)))
	}
	_, toolErr := runTool(ctx, screencapture, append(args, files...)...)
	if ctx.Err() != nil {
		return nil, contextError(ctx)
	}
	for _, file := range files {
		img, err := ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		images = append(images, img)
	}
	if len(images) == 0 && toolErr != nil && strings.Contains(toolErr.Error(), "could not create image") {
		return nil, fmt.Errorf("%v: %w", toolErr, ErrPermission)
	}
	return images, nil
}
