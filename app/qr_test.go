package app

import (
	"encoding/base64"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// qrPicture shows texts as QR codes under each other on a grey page.
func qrPicture(t testing.TB, texts ...string) *image.RGBA {
	t.Helper()
	const side, gap = 240, 40
	page := image.NewRGBA(image.Rect(0, 0, side+2*gap, gap+len(texts)*(side+gap)))
	draw.Draw(page, page.Bounds(), image.NewUniform(color.Gray{0xD8}), image.Point{}, draw.Src)
	for i, text := range texts {
		code, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, side, side, nil)
		if err != nil {
			t.Fatal(err)
		}
		at := image.Pt(gap, gap+i*(side+gap))
		draw.Draw(page, image.Rectangle{at, at.Add(code.Bounds().Size())}, code, code.Bounds().Min, draw.Src)
	}
	return page
}

// qrFile writes texts as QR codes into a PNG and returns its path.
func qrFile(t testing.TB, dir, name string, texts ...string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, qrPicture(t, texts...)); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// exportPart is a migration link as Google Authenticator writes it: part index,
// counted from 0, of size, with an account for each of "Issuer:name". One whose
// name is "broken" has an algorithm that nothing knows.
func exportPart(batch, index, size int, accounts ...string) string {
	var data []byte
	number := func(to []byte, field, value int) []byte {
		return binary.AppendUvarint(binary.AppendUvarint(to, uint64(field)<<3), uint64(value))
	}
	text := func(to []byte, field int, value string) []byte {
		to = binary.AppendUvarint(to, uint64(field)<<3|2)
		return append(binary.AppendUvarint(to, uint64(len(value))), value...)
	}
	for _, a := range accounts {
		issuer, name, _ := strings.Cut(a, ":")
		entry := text(text(text(nil, 1, "secret of "+a), 2, name), 3, issuer)
		if name == "broken" {
			entry = number(entry, 4, 9)
		}
		data = text(data, 1, string(entry))
	}
	data = number(number(number(number(data, 2, 1), 3, size), 4, index), 5, batch)
	return "otpauth-migration://offline?data=" + url.QueryEscape(base64.StdEncoding.EncodeToString(data))
}
