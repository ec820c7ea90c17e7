package kit_test

import (
	"bytes"
	"image/png"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
)

// The QR codes on paper are read back by what reads them from a screen.
func TestSheetPrintsQRCodesThatScan(t *testing.T) {
	program, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Skip("pdftoppm is not installed")
	}
	entries := full().Entries
	wide := entry("wide", "secret", saved)
	wide.Account.Issuer, wide.Account.Name = strings.Repeat("Ä", 60), strings.Repeat("é", 60)
	entries = append(entries, wide)
	s := sheet(entries...)
	s.Secrets = true
	p := printed(t, s)
	cmd := exec.CommandContext(t.Context(), program, "-r", "150", "-gray", "-png", "-", filepath.Join(t.TempDir(), "page"))
	cmd.Stdin = bytes.NewReader(p.PDF)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	pages, err := filepath.Glob(cmd.Args[len(cmd.Args)-1] + "-*.png")
	if err != nil || len(pages) != p.Pages {
		t.Fatalf("%d pictures of %d pages, %v", len(pages), p.Pages, err)
	}
	found := map[string]bool{}
	for _, page := range pages {
		picture, err := png.Decode(bytes.NewReader(read(t, page)))
		if err != nil {
			t.Fatal(err)
		}
		symbols, err := scanner.Decode(t.Context(), picture)
		if err != nil {
			t.Fatal(err)
		}
		for _, symbol := range symbols {
			found[symbol.Text] = true
		}
	}
	for _, e := range entries {
		if e.HasSecret() && !found[vault.KeyURI(e.Account)] {
			t.Errorf("the QR code of %s was not read", e.Account.ID)
		}
	}
	if len(found) != 6 {
		t.Errorf("%d codes were read, want 6", len(found))
	}
}

// A key URI too long for a code that prints well is told, and typed instead.
func TestSheetWithoutQRCodeForWhatIsTooLong(t *testing.T) {
	e := entry("a", strings.Repeat("s", 500), saved)
	e.Account.Issuer = strings.Repeat("名", 80)
	s := sheet(e)
	s.Secrets = true
	text := textOf(t, printed(t, s).PDF)
	if !strings.Contains(text, "Too long for a QR code") || !strings.Contains(squeeze(text), base32Of(e)[:60]) {
		t.Errorf("the sheet says %q", text)
	}
}
