package scanner

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
)

// pdfFile writes a PDF without a table of its objects, which readers then find
// themselves: the catalogue is 1, the list of pages 2, what is given follows from
// 3 on. pages are the numbers of those that are pages.
func pdfFile(pages []int, trailer string, objects ...string) []byte {
	var kids []string
	for _, n := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", n))
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n")
	fmt.Fprintf(&out, "2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n", strings.Join(kids, " "), len(pages))
	for i, o := range objects {
		fmt.Fprintf(&out, "%d 0 obj%s\nendobj\n", i+3, o)
	}
	fmt.Fprintf(&out, "trailer<</Root 1 0 R%s>>\n%%%%EOF\n", trailer)
	return out.Bytes()
}

// pdfPage is a page of A4 with that content and, when there is one, picture number p.
func pdfPage(content, p int) string {
	return fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</XObject<</P %d 0 R>>>>>>", content, p)
}

func pdfStream(dictionary, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dictionary, len(data), data)
}

// pdfPicture is a picture as an object: lossless, or as JPEG.
func pdfPicture(t testing.TB, img *image.Gray, asJPEG bool) string {
	t.Helper()
	var data bytes.Buffer
	filter := "/FlateDecode"
	if asJPEG {
		filter = "/DCTDecode"
		if err := jpeg.Encode(&data, img, nil); err != nil {
			t.Fatal(err)
		}
	} else {
		w := zlib.NewWriter(&data)
		w.Write(img.Pix)
		w.Close()
	}
	return pdfStream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter%s",
		img.Rect.Dx(), img.Rect.Dy(), filter), data.String())
}

// pdfDrawing draws a code as squares, one point a module.
func pdfDrawing(code *gozxing.BitMatrix, x, y int) string {
	var out strings.Builder
	for v := range code.GetHeight() {
		for u := range code.GetWidth() {
			if code.Get(u, v) {
				fmt.Fprintf(&out, "%d %d 1 1 re ", x+u, y-v)
			}
		}
	}
	return out.String() + "f"
}

// readPDF reads the codes of each page.
func readPDF(t *testing.T, file []byte) (pages int, texts []string) {
	t.Helper()
	images, err := ReadImages(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for _, img := range images {
		found, err := Decode(testContext(t), img)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range found {
			texts = append(texts, s.Text)
		}
	}
	return len(images), texts
}

func TestReadPDF(t *testing.T) {
	code := codeOf(t, "a code in a PDF")
	// Drawn as for print, two pixels of the page would be five of this screenshot.
	screenshot := image.NewGray(image.Rect(0, 0, 2000, 1000))
	draw.Draw(screenshot, screenshot.Bounds(), image.White, image.Point{}, draw.Src)
	small := drawCode(code, 3)
	draw.Draw(screenshot, small.Bounds().Add(image.Pt(900, 400)), small, image.Point{}, draw.Src)
	empty := pdfStream("", "")
	show := func(width, height int) string {
		return pdfStream("", fmt.Sprintf("q %d 0 0 %d 60 300 cm /P Do Q", width, height))
	}
	for _, test := range []struct {
		name  string
		file  []byte
		pages int
		texts int
	}{
		{"a picture", pdfFile([]int{3}, "", pdfPage(4, 5), show(150, 150), pdfPicture(t, drawCode(code, 4), false)), 1, 1},
		{"a JPEG", pdfFile([]int{3}, "", pdfPage(4, 5), show(150, 150), pdfPicture(t, drawCode(code, 4), true)), 1, 1},
		{"a drawing", pdfFile([]int{3}, "", pdfPage(4, 4), pdfStream("", pdfDrawing(code, 100, 500))), 1, 1},
		{"a large screenshot on a small page", pdfFile([]int{3}, "", pdfPage(4, 5), show(288, 144), pdfPicture(t, screenshot, false)), 1, 1},
		{"no code", pdfFile([]int{3}, "", pdfPage(4, 4), empty), 1, 0},
		{"several pages", pdfFile([]int{3, 5, 7}, "", pdfPage(4, 4), empty, pdfPage(6, 6), pdfStream("", pdfDrawing(code, 100, 500)),
			pdfPage(8, 8), pdfStream("", pdfDrawing(code, 300, 200))), 3, 2},
		{"something before its header", append([]byte("\r\n\r\n"), pdfFile([]int{3}, "", pdfPage(4, 4), pdfStream("", pdfDrawing(code, 9, 500)))...), 1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			pages, texts := readPDF(t, test.file)
			if pages != test.pages || len(texts) != test.texts {
				t.Errorf("%d pages, %q; want %d and %d codes", pages, texts, test.pages, test.texts)
			}
		})
	}
}

// TestReadPDFWithinLimits gives PDFs that ask for too much: more pages, larger
// ones, or a picture that is larger than any memory.
func TestReadPDFWithinLimits(t *testing.T) {
	empty := pdfStream("", "")
	many := make([]int, 5000)
	for i := range many {
		many[i] = 3
	}
	var bomb bytes.Buffer
	w := zlib.NewWriter(&bomb)
	w.Write(make([]byte, 64<<20))
	w.Close()
	huge := pdfStream("/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode", bomb.String())
	loop := pdfStream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</P 5 0 R>>>>", "/P Do /P Do")
	for name, file := range map[string][]byte{
		"many pages":               pdfFile(many, "", pdfPage(4, 4), empty),
		"a large page":             pdfFile([]int{3}, "", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1000000 1000000]/Contents 4 0 R>>", empty),
		"a picture of 3.6 GB":      pdfFile([]int{3}, "", pdfPage(4, 5), pdfStream("", "/P Do"), huge),
		"a form that holds itself": pdfFile([]int{3}, "", pdfPage(4, 5), pdfStream("", "/P Do"), loop),
	} {
		t.Run(name, func(t *testing.T) {
			images, err := ReadImages(bytes.NewReader(file))
			if err != nil && !errors.Is(err, ErrNotImage) && !errors.Is(err, context.DeadlineExceeded) {
				t.Fatal(err)
			}
			pixels := 0
			for _, img := range images {
				pixels += img.Bounds().Dx() * img.Bounds().Dy()
			}
			if pixels > maxPDFPixels || len(images) > MaxImages {
				t.Errorf("%d pages of %d pixels", len(images), pixels)
			}
		})
	}
}

func TestReadPDFRefuses(t *testing.T) {
	whole := pdfFile([]int{3}, "", pdfPage(4, 4), pdfStream("", "0 0 9 9 re f"))
	locked := pdfFile([]int{3}, "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<"+strings.Repeat("11", 32)+">/U<"+strings.Repeat("22", 32)+">>>",
		pdfPage(4, 4), pdfStream("", ""))
	for name, test := range map[string]struct {
		file []byte
		want error
	}{
		"one with a password": {locked, ErrPassword},
		"the header alone":    {whole[:20], ErrNotImage},
		"no page":             {pdfFile(nil, ""), ErrNotImage},
		"noise":               {append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte{7, 200, 60}, 400)...), ErrNotImage},
	} {
		t.Run(name, func(t *testing.T) {
			images, err := ReadImages(bytes.NewReader(test.file))
			if !errors.Is(err, test.want) || images != nil {
				t.Errorf("%d images, error %v; want %v", len(images), err, test.want)
			}
		})
	}
	t.Run("as one picture", func(t *testing.T) {
		var format *FormatError
		if _, err := ReadImage(bytes.NewReader(whole)); !errors.As(err, &format) || format.Format != "PDF" {
			t.Errorf("error %v", err)
		}
	})
}

// TestReadPDFEnds: the pages of this PDF take longer than anyone waits.
func TestReadPDFEnds(t *testing.T) {
	slow := pdfStream("", strings.Repeat("0 0 595 842 re f ", 3_000_000))
	file := pdfFile([]int{3}, "", pdfPage(4, 4), slow)
	engine, err := startPDF(testContext(t)) // which is not what is timed
	if err != nil {
		t.Fatal(err)
	}
	defer engine.release()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err = ReadImagesContext(ctx, bytes.NewReader(file))
	if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took > 8*time.Second {
		t.Errorf("ended after %v with %v", took, err)
	}
}

func TestPictureThatSpeaksOfPDF(t *testing.T) {
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 4, 3)), nil); err != nil {
		t.Fatal(err)
	}
	const start, comment = "\xFF\xD8", "\xFF\xFE\x00\x0A%PDF-1.4"
	file := start + comment + strings.TrimPrefix(picture.String(), start)
	if images, err := ReadImages(strings.NewReader(file)); err != nil || len(images) != 1 {
		t.Errorf("%d images, error %v", len(images), err)
	}
}

func FuzzReadPDF(f *testing.F) {
	f.Add(pdfFile([]int{3}, "", pdfPage(4, 4), pdfStream("", "0 0 9 9 re f")))
	f.Add(pdfFile([]int{3}, "", pdfPage(4, 5), pdfStream("", "q 99 0 0 99 9 9 cm /P Do Q"), pdfPicture(f, drawCode(codeOf(f, "x"), 1), false)))
	f.Add(pdfFile([]int{3, 3}, "/Encrypt<</Filter/Standard/V 1/R 2>>", pdfPage(4, 4), pdfStream("/Filter/ASCIIHexDecode", "30")))
	engine, err := startPDF(f.Context()) // slow machines would else take the first input for one that hangs
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(engine.release)
	f.Fuzz(func(t *testing.T, data []byte) {
		images, err := pdfPages(t.Context(), data)
		if (err == nil) != (len(images) > 0) || err != nil && !errors.Is(err, ErrNotImage) && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%d images, error %v", len(images), err)
		}
	})
}
