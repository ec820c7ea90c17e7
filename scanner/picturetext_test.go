package scanner

import (
	"bytes"
	"encoding/base64"
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestPicturePath(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("10 paths of other systems skipped")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	for _, test := range []struct {
		name, line, want string // an empty want: no path
	}{
		{"path", "/tmp/a code.png", "/tmp/a code.png"},
		{"with a line end", "/tmp/a.png\r\n", "/tmp/a.png"},
		{"in quotes", "'/tmp/a.png'", "/tmp/a.png"},
		{"in the home folder", "~/a.png", filepath.Join(home, "a.png")},
		{"file URI", "file:///tmp/a%20code.png", "/tmp/a code.png"},
		{"file URI without slashes for a host", "file:/tmp/a.png", "/tmp/a.png"},
		{"file URI in capitals", "FILE:///a.png", "/a.png"},
		{"file URI of this computer", "file://localhost/a.png", "/a.png"},
		{"file URI of another computer", "file://server/a.png", ""},
		{"file URI with a broken escape", "file:///a%2.png", ""},
		{"file URI with a zero byte", "file:///a%00.png", ""},
		{"file URI of nothing", "file://", ""},
		{"web address", "https://example.com/a.png", ""},
		{"relative path", "a.png", ""},
		{"empty", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := PicturePath(test.line)
			if ok != (test.want != "") || ok && got != test.want {
				t.Errorf("got %q, %v; want %q", got, ok, test.want)
			}
		})
	}
}

func TestPictureData(t *testing.T) {
	picture := testPNG(t, 4, 3)
	uri := "data:image/png;base64," + base64.StdEncoding.EncodeToString(picture)
	for _, test := range []struct {
		name, text string
		want       []byte
		err        error
	}{
		{"picture", uri, picture, nil},
		{"in capitals and with a line end", strings.Replace(uri, "data:image", "DATA:IMAGE", 1) + "\n", picture, nil},
		{"cut off", uri[:len(uri)-3], nil, ErrNotImage},
		{"without data", "data:image/png;base64,", nil, ErrNotImage},
		{"of text", "data:text/plain,hello", nil, ErrNotImage},
		{"too large", "data:image/png;base64," + strings.Repeat("A", MaxBytes/3*4+8), nil, ErrTooManyBytes},
		{"other text", "hello", nil, nil},
		{"empty", "", nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := PictureData(test.text)
			if !bytes.Equal(got, test.want) || !errors.Is(err, test.err) {
				t.Errorf("got %d bytes and %v, want %d and %v", len(got), err, len(test.want), test.err)
			}
		})
	}
}

func FuzzPictureText(f *testing.F) {
	for _, seed := range []string{"/a", "~/a", "file:///a%20b", "data:image/png;base64,iVBORw0=", "'file:"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if path, ok := PicturePath(text); ok && (!filepath.IsAbs(path) || strings.ContainsRune(path, 0)) {
			t.Errorf("%q names the path %q", text, path)
		}
		if data, err := PictureData(text); err != nil && data != nil {
			t.Errorf("%q gives data and %v", text, err)
		}
	})
}
