package scanner

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// PicturePath is the path of a file that a line of text names: absolute, in the
// home folder, or as a file URI of this computer, with or without the quotes
// that file managers put around it. Whether there is such a file, and what it
// holds, is not looked at.
func PicturePath(line string) (path string, ok bool) {
	line = strings.Trim(strings.TrimSpace(line), `'"`)
	if strings.ContainsRune(line, 0) {
		return "", false
	}
	if hasPrefixFold(line, "file:") {
		return fileURIPath(line)
	}
	if rest, ok := strings.CutPrefix(line, "~/"); ok {
		home, err := os.UserHomeDir()
		return filepath.Join(home, rest), err == nil
	}
	return line, filepath.IsAbs(line)
}

// fileURIPath gives the path of a file URI of this computer (RFC 8089).
func fileURIPath(uri string) (string, bool) {
	u, err := url.Parse(uri)
	local := err == nil && (u.Host == "" || strings.EqualFold(u.Host, "localhost"))
	if !local || !strings.EqualFold(u.Scheme, "file") || u.Path == "" || strings.ContainsRune(u.Path, 0) {
		return "", false
	}
	path := u.Path
	if len(path) > 2 && path[0] == '/' && filepath.VolumeName(path[1:]) != "" {
		path = path[1:] // "/C:/a.png", where a path begins with a drive
	}
	return filepath.FromSlash(path), true
}

// PictureData is the picture in a data URI (RFC 2397), as browsers copy it: nil
// without an error when text is none, ErrNotImage when it is a data URI of
// something else or cut off, ErrTooManyBytes when it is too large.
func PictureData(text string) ([]byte, error) {
	text = strings.TrimSpace(text)
	if !hasPrefixFold(text, "data:") {
		return nil, nil
	}
	kind, body, _ := strings.Cut(text[len("data:"):], ",")
	kind = strings.ToLower(kind)
	if !strings.HasPrefix(kind, "image/") || !strings.HasSuffix(kind, ";base64") {
		return nil, fmt.Errorf("a data URI of something else: %w", ErrNotImage)
	}
	if base64.StdEncoding.DecodedLen(len(body)) > MaxBytes {
		return nil, fmt.Errorf("a data URI of %d characters: %w", len(text), ErrTooManyBytes)
	}
	data, err := base64.StdEncoding.DecodeString(body)
	if err != nil || len(data) == 0 {
		return nil, fmt.Errorf("a data URI that is cut off: %w", ErrNotImage)
	}
	return data, nil
}

// hasPrefixFold is strings.HasPrefix in any case.
func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
