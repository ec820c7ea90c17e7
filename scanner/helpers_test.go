package scanner

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// testContext ends with the test, or when something hangs.
func testContext(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// sample is a line of a manifest.jsonl.
type sample struct {
	File     string
	Category string
	Payloads []string
	Boxes    [][4]float64 // left, top, right, bottom of each code
}

// readManifest gives the samples of a folder.
func readManifest(t testing.TB, dir string) []sample {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "manifest.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []sample
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var s sample
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// samplePicture reads a picture of testdata and what its codes hold.
func samplePicture(t testing.TB, file string) (image.Image, []string) {
	t.Helper()
	for _, s := range readManifest(t, "testdata") {
		if s.File == file {
			img, err := ReadFile(filepath.Join("testdata", file))
			if err != nil {
				t.Fatal(err)
			}
			return img, s.Payloads
		}
	}
	t.Fatalf("testdata has no %s", file)
	return nil, nil
}

// checkTexts compares what was found with what there is, in any order.
func checkTexts(t testing.TB, found []Symbol, want []string) {
	t.Helper()
	var got []string
	for _, s := range found {
		got = append(got, s.Text)
	}
	slices.Sort(got)
	want = slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("found %q\nwant  %q", got, want)
	}
}

// testPNG is a white PNG of that size.
func testPNG(t testing.TB, width, height int) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	return encodePNG(t, img)
}

func encodePNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
