package scanner

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestPictureFiles(t *testing.T) {
	dir := t.TempDir()
	picture, err := os.ReadFile(filepath.Join("testdata", "formats-08.png"))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"b.png": string(picture), "a": string(picture), "c.txt": "BM, a text", "d.png": "", "cut.png": string(picture[:len(picture)/2]),
		"sub/e.png": string(picture),
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in := func(names ...string) (paths []string) {
		for _, name := range names {
			paths = append(paths, filepath.Join(dir, name))
		}
		return paths
	}
	for _, tt := range []struct {
		name, path string
		want       []string
	}{
		{"folder", dir, in("a", "b.png", "cut.png")},
		{"picture", filepath.Join(dir, "b.png"), in("b.png")},
		{"other file", filepath.Join(dir, "c.txt"), in("c.txt")},
		{"nothing there", filepath.Join(dir, "x"), in("x")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := PictureFiles(tt.path)
			if err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("got %q, error %v; want %q", got, err, tt.want)
			}
		})
	}
}
