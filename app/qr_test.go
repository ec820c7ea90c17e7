package app

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
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

// exportPart is a part of an export, counted from 0, with an account for each of
// "Issuer:name". One whose name is "broken" cannot be used.
func exportPart(batch, index, size int, accounts ...string) string {
	var all []vault.Account
	for _, text := range accounts {
		a := vault.Account{Secret: vault.NewSecret([]byte("secret of " + text)), Digits: vault.DefaultDigits}
		a.Issuer, a.Name, _ = strings.Cut(text, ":")
		if a.Name == "broken" {
			a.Digits = 7
		}
		all = append(all, a)
	}
	return vaulttest.MigrationLink(batch, index, size, all...)
}
