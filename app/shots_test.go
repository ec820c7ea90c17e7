package app

import (
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

const (
	uriPay       = "otpauth://totp/Fabrikam%20Pay:finance%40fabrikam.example?secret=WS2MQWF2HZNK4W5RP72VJEWZW62AOA5L&issuer=Fabrikam%20Pay"
	uriSteam     = "otpauth://steam/Steam:samplay?secret=XQQKFYLS7ISCMOC4W76MNCK6KPZLWBOK&issuer=Steam"
	uriWarehouse = "otpauth://totp/Warehouse:scanner%207?secret=QQFGH77BHYYQIGFOU3FSZI6BA3TBZWV2&issuer=Warehouse&period=60"
	uriLibrary   = "otpauth://totp/The%20Northern%20Association%20of%20Volunteer%20Librarians:samira.okafor-lindqvist%40members.northern-librarians.example?secret=PTYJ4Z3SYZTWZIX3PWJHO5UKRULKY5KB&issuer=The%20Northern%20Association%20of%20Volunteer%20Librarians"
)

// TestListShots draws the list for looking at; it judges nothing.
func TestListShots(t *testing.T) {
	if os.Getenv("DESKFOB_SHOTS") == "" {
		t.Skip("DESKFOB_SHOTS is not set")
	}
	for name, prepare := range map[string]func(s *stage, home *homeView){
		"list":         func(s *stage, home *homeView) { home.copyCode(home.shown[0].ID) },
		"list-soon":    func(s *stage, home *homeView) { s.pass(14 * time.Second) },
		"list-compact": func(s *stage, home *homeView) { s.ui.o.Settings.CompactRows = true; home.choose(1) },
		"list-compact-soon": func(s *stage, home *homeView) {
			s.ui.o.Settings.CompactRows = true
			s.pass(14 * time.Second)
		},
		"list-counter":  func(s *stage, home *homeView) { home.nextCode(s.account("Night Shift Gate").ID); s.drain() },
		"list-search":   func(s *stage, home *homeView) { home.typedRune('h') },
		"list-no-match": func(s *stage, home *homeView) { home.search.SetText("zebra") },
		"list-narrow":   func(s *stage, home *homeView) { s.ui.window.Resize(fyne.NewSize(400, 560)); home.choose(1) },
		"list-wide":     func(s *stage, home *homeView) { s.ui.window.Resize(fyne.NewSize(960, 640)); home.choose(1) },
		"list-wide-none": func(s *stage, home *homeView) {
			s.ui.window.Resize(fyne.NewSize(960, 640))
		},
		"list-long-toast": func(s *stage, home *homeView) { s.ui.toast(messageOf(vault.ErrNotSaved).String(), "") },
		"list-undo": func(s *stage, home *homeView) {
			s.ui.openDelete(s.account("Example Cloud").ID)
			s.tap(s.ui.top().(*deleteView).remove)
		},
		"list-readiness": func(s *stage, home *homeView) {
			if err := s.vault.Retire(s.Context(), s.account("Git Forge").ID); err != nil {
				s.Fatal(err)
			}
			s.addURIs("otpauth://totp/Tax%20Office:Okafor%2C%20M.?secret=GEZDGNBVGY3TQOJQ&issuer=Tax%20Office")
			s.ui.changed()
			home.choose(0)
		},
		"readiness": func(s *stage, home *homeView) {
			s.addURIs("otpauth://totp/Tax%20Office:Okafor%2C%20M.?secret=GEZDGNBVGY3TQOJQ&issuer=Tax%20Office")
			if err := s.vault.SetRecovery(s.Context(), s.account("Example Cloud").ID, vault.RecoverySet{Codes: secrets("K6LGLV3RSH3VERMKET8L7QKU")}); err != nil {
				s.Fatal(err)
			}
			s.ui.openReadiness()
		},
		"copies": func(s *stage, home *homeView) { s.ui.show(newCopiesView(s.ui)) },
		"kit-new": func(s *stage, home *homeView) {
			v := newKitView(s.ui)
			v.newer, v.kind = nil, wordsOffered
			s.ui.show(v)
			v.way.choose(wordsOffered)
		},
		"kit-renew": func(s *stage, home *homeView) { s.ui.show(newKitView(s.ui)) },
		"sheet":     func(s *stage, home *homeView) { s.ui.show(newSheetView(s.ui)) },
		"kit-step": func(s *stage, home *homeView) {
			s.ui.show(newKitStepView(s.ui, s.account("Example Cloud"), kit.StateLost))
		},
		"kit-check": func(s *stage, home *homeView) { s.ui.openCheck(nil) },
		"copy-made": func(s *stage, home *homeView) { s.ui.show(newCopyMadeView(s.ui, s.ui.register().Copies[0], nil)) },
		"restore":   func(s *stage, home *homeView) { s.ui.show(newRestoreView(s.ui, "/media/stick/deskfob.kit")) },
		"settings":  func(s *stage, home *homeView) { s.ui.openSettings() },
		"list-notice": func(s *stage, home *homeView) {
			home.notice.show([]vault.Notice{{Err: vault.ErrDamaged}}, "", "")
			home.page.Refresh()
		},
		"keys": func(s *stage, home *homeView) { s.ui.openHelp() },
		"busy": func(s *stage, home *homeView) {
			c := newCover("Saving the counter.", func() {})
			s.ui.showCover(c)
			c.reveal()
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, uriCloud, uriPay, uriForge, uriServer, uriWiki, uriGate, uriSteam, uriWarehouse, uriLibrary)
			s.fillForShots()
			s.keepAll()
			prepare(s, s.ui.top().(*homeView))
			s.shoot(name)
		})
	}
	t.Run("list-empty", func(t *testing.T) { newStage(t).shoot("list-empty") })
}

// fillForShots adds what makes badges.
func (s *stage) fillForShots() {
	s.Helper()
	pay, wiki := s.account("Fabrikam Pay").ID, s.account("Lab Wiki").ID
	_, err := s.vault.Add(s.Context(), []vault.Account{{Issuer: "Old Notebook", Name: "sam@example.com", Type: vault.TypeNone}}, vault.DuplicateKeep)
	for _, step := range []func() error{
		func() error { return err },
		func() error {
			return s.vault.SetRecovery(s.Context(), pay, vault.RecoverySet{Codes: secrets("68P3LV986KUM")})
		},
		func() error { return s.vault.UseRecovery(s.Context(), pay, vault.RecoveryUse{}) },
		func() error {
			return s.vault.SetRecovery(s.Context(), wiki, vault.RecoverySet{Codes: secrets("cwy8-gu2g", "xeac-rqng")})
		},
	} {
		if err := step(); err != nil {
			s.Fatal(err)
		}
	}
	s.ui.changed()
}
