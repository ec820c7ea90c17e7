package app

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/deskfob/deskfob/vault"
)

func sampleAccounts(t *testing.T) []vault.Account {
	uris := []string{
		"otpauth://totp/Example%20Cloud:sam%40example.com?secret=NEPWFTQ2B3AVSTGFIADELJ22I3URYH5R&issuer=Example%20Cloud",
		"otpauth://totp/Fabrikam%20Pay:finance%40fabrikam.example?secret=WS2MQWF2HZNK4W5RP72VJEWZW62AOA5L&issuer=Fabrikam%20Pay",
		"otpauth://totp/Git%20Forge:sam?secret=RLHYLLR3HIV4CUYMIG5KXDDBIMYDCZVV&issuer=Git%20Forge",
		"otpauth://totp/Home%20Server:root%40attic?secret=YCH6PMGAHIV6DT7IJJGVJ4YS5T2E323SYSG2PV5PCFPC6NQC2HTA&issuer=Home%20Server&algorithm=SHA256&digits=8",
		"otpauth://totp/Lab%20Wiki:Mara%20Okafor?secret=NWAH4A3IFT6F54IN2DW6WPJCH4UMDH7C&issuer=Lab%20Wiki",
		"otpauth://hotp/Night%20Shift%20Gate:badge%200417?secret=Q4OY6TLMKBSHLKD5IUCHHUSIGYU5ZJRO&issuer=Night%20Shift%20Gate&counter=41",
		"otpauth://steam/Steam:samplay?secret=XQQKFYLS7ISCMOC4W76MNCK6KPZLWBOK&issuer=Steam",
		"otpauth://totp/Warehouse:scanner%207?secret=QQFGH77BHYYQIGFOU3FSZI6BA3TBZWV2&issuer=Warehouse&period=60",
		"otpauth://totp/The%20Northern%20Association%20of%20Volunteer%20Librarians:samira.okafor-lindqvist%40members.northern-librarians.example?secret=PTYJ4Z3SYZTWZIX3PWJHO5UKRULKY5KB&issuer=The%20Northern%20Association%20of%20Volunteer%20Librarians",
	}
	var all []vault.Account
	for i, uri := range uris {
		a, err := vault.ParseKeyURI(uri)
		if err != nil {
			t.Fatal(err)
		}
		a.ID = string(rune('a' + i))
		all = append(all, a)
	}
	all[1].Recovery = &vault.RecoveryStatus{Kind: vault.RecoveryRotating, State: vault.RecoveryOpen}
	all[4].Recovery = &vault.RecoveryStatus{Kind: vault.RecoveryList, State: vault.RecoveryLive, Left: 2, Total: 10}
	all = append(all, vault.Account{ID: "z", Issuer: "Old Notebook", Name: "sam@example.com", Type: vault.TypeNone})
	return all
}

func TestShots(t *testing.T) {
	dir := os.Getenv("DESKFOB_SHOTS")
	if dir == "" {
		t.Skip("DESKFOB_SHOTS is not set")
	}
	shots := []struct {
		name string
		size fyne.Size
		make func(h *harness)
	}{
		{"list", fyne.NewSize(460, 720), func(h *harness) { h.home().choose(0); h.ui.copy("492039", "492 039 for Example Cloud") }},
		{"soon", fyne.NewSize(460, 720), func(h *harness) { h.now = h.now.Add(14 * time.Second); h.ui.tick(h.now) }},
		{"compact", fyne.NewSize(460, 720), func(h *harness) { h.ui.o.Settings.CompactRows = true; h.home().list.Refresh(); h.home().choose(1) }},
		{"compact-soon", fyne.NewSize(460, 720), func(h *harness) {
			h.ui.o.Settings.CompactRows = true
			h.now = h.now.Add(14 * time.Second)
			h.ui.tick(h.now)
		}},
		{"empty", fyne.NewSize(460, 720), func(h *harness) { h.home().all = nil; h.home().filter() }},
		{"search", fyne.NewSize(460, 720), func(h *harness) { h.home().typedRune('h'); h.home().typedRune('o') }},
		{"nothing", fyne.NewSize(460, 720), func(h *harness) { h.home().search.SetText("zebra") }},
		{"settings", fyne.NewSize(460, 720), func(h *harness) { h.ui.openSettings() }},
		{"help", fyne.NewSize(460, 720), func(h *harness) { h.ui.openHelp() }},
		{"narrow", fyne.NewSize(340, 560), func(h *harness) { h.home().choose(1) }},
		{"wide", fyne.NewSize(960, 640), func(h *harness) { h.home().choose(1) }},
	}
	for _, shot := range shots {
		for _, mode := range []string{themeLight, themeDark} {
			h := newHarness(t, sampleAccounts(t)...)
			h.ui.o.App.Settings().SetTheme(newWindowTheme(mode))
			h.ui.window.Canvas().(test.WindowlessCanvas).SetScale(2)
			h.ui.window.Resize(shot.size)
			shot.make(h)
			h.ui.root.content.Refresh()
			f, err := os.Create(filepath.Join(dir, shot.name+"-"+mode+".png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, h.ui.window.Canvas().Capture()); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}
