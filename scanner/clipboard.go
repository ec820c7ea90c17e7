package scanner

import (
	"bytes"
	"context"
	"image"
	"slices"
)

// clipTypes are the media types of a wanted kind, the best one first. PNG is
// what all programs offer that copy pictures; it keeps each pixel as it is.
type clipTypes []string

// imageTypes are the pictures that ReadImage knows.
func imageTypes() clipTypes {
	return clipTypes{
		"image/png", "image/jpeg", "image/jpg", "image/bmp", "image/x-bmp", "image/x-MS-bmp",
		"image/tiff", "image/webp", "image/gif",
	}
}

// textTypes put a list of files before the text that file managers offer beside it.
func textTypes() clipTypes {
	return clipTypes{"text/uri-list", "UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "STRING"}
}

// choose gives the best type that is offered, and false when none is.
func (c clipTypes) choose(offered []string) (string, bool) {
	for _, want := range c {
		if slices.Contains(offered, want) {
			return want, true
		}
	}
	return "", false
}

// ClipboardImage gives the picture on the clipboard. It waits some seconds at
// most for the program that copied it, so call it off the UI goroutine.
//
// Callers branch on ErrNoClipboardImage (then ClipboardText may tell more),
// ErrNoClipboard, ErrClipboardSilent and those of ReadImage; when ctx is
// cancelled the error is its own.
func ClipboardImage(ctx context.Context) (image.Image, error) {
	data, err := readClipboard(ctx, imageTypes())
	if err != nil {
		return nil, err
	}
	if len(data) == 0 {
		return nil, ErrNoClipboardImage
	}
	return ReadImage(bytes.NewReader(data))
}

// ClipboardText gives the text on the clipboard, or the copied files as file
// URIs, a line each; it is empty when there is neither. It may hold a secret.
// PicturePath and PictureData tell what pictures it means. The errors are those
// of ClipboardImage, without ErrNoClipboardImage.
func ClipboardText(ctx context.Context) (string, error) {
	data, err := readClipboard(ctx, textTypes())
	return string(data), err
}
