package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// qrPDF writes a PDF of one page on which a text is drawn as a QR code.
func qrPDF(t testing.TB, path, text string) {
	t.Helper()
	code, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, 0, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	var squares strings.Builder
	for y := range code.GetHeight() {
		for x := range code.GetWidth() {
			if code.Get(x, y) {
				fmt.Fprintf(&squares, "%d %d 4 4 re ", 100+4*x, 600-4*y)
			}
		}
	}
	file := fmt.Sprintf("%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"+
		"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"+
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"+
		"4 0 obj<</Length %d>>stream\n%sf\nendstream endobj\ntrailer<</Root 1 0 R>>\n", squares.Len()+1, squares.String())
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A PDF is taken like a picture: the code is drawn as squares, not embedded.
func TestDropAPDF(t *testing.T) {
	s := newStage(t)
	path := filepath.Join(t.TempDir(), "setup.pdf")
	qrPDF(t, path, uriCloud)
	s.ui.intakePaths([]string{path})
	s.drainWithin(pdfStart)
	if got := top[*confirmView](s).account.Issuer; got != "Example Cloud" {
		t.Errorf("read %q", got)
	}
}
