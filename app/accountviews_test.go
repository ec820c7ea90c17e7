package app

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

// openOn opens the view of the only account, with recovery codes if there are any.
func openOn(t *testing.T, uri, issuer string, codes ...string) (*stage, *accountView) {
	t.Helper()
	s := newStage(t, uri)
	id := s.account(issuer).ID
	if len(codes) > 0 {
		if err := s.vault.SetRecovery(t.Context(), id, vault.RecoverySet{Codes: secrets(codes...)}); err != nil {
			t.Fatal(err)
		}
		s.ui.changed()
	}
	s.ui.openAccount(id)
	return s, top[*accountView](s)
}

func (s *stage) clipboard() string { return s.ui.o.App.Clipboard().Content() }

func TestAccountCode(t *testing.T) {
	s, v := openOn(t, uriServer, "Home Server")
	code, err := vault.CodeAt(v.account, s.now)
	if err != nil {
		t.Fatal(err)
	}
	if v.panel.code.text != vault.GroupCode(code.Text) {
		t.Errorf("shown %q", v.panel.code.text)
	}
	s.press(fyne.KeyReturn)
	if s.clipboard() != code.Text {
		t.Errorf("copied %q", s.clipboard())
	}
	s.pass(13 * time.Second)
	next, err := vault.CodeAt(v.account, code.Until)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(v.panel.words.text, "Next: "+vault.GroupCode(next.Text)) {
		t.Errorf("in the last seconds it says %q", v.panel.words.text)
	}
	s.pass(10 * time.Second)
	if s.clipboard() != "" {
		t.Error("the code is still in the clipboard")
	}
	// A computer that slept: the first look shows the code of now.
	s.pass(9 * time.Hour)
	if code, err = vault.CodeAt(v.account, s.now); err != nil || v.panel.code.text != vault.GroupCode(code.Text) {
		t.Errorf("after sleep: %q, %v", v.panel.code.text, err)
	}
}

func TestAccountCounter(t *testing.T) {
	s, v := openOn(t, uriGate, "Night Shift Gate")
	if v.copy.Visible() {
		t.Error("there is no code to copy yet")
	}
	s.tap(v.next)
	want, err := vault.CodeForCounter(v.account, 41)
	if err != nil || v.panel.code.text != vault.GroupCode(want.Text) {
		t.Errorf("shown %q, %v", v.panel.code.text, err)
	}
	if a := s.account("Night Shift Gate"); a.Counter != 42 {
		t.Errorf("the counter is %d", a.Counter)
	}
	s.tap(v.copy)
	if s.clipboard() != want.Text {
		t.Errorf("copied %q", s.clipboard())
	}
	s.pass(2 * time.Minute)
	if v.copy.Visible() || strings.Contains(v.panel.code.text, want.Text[:3]) {
		t.Error("the code is still in sight")
	}
}

// A counter's code that was asked for goes when a newer one was made elsewhere,
// and with the secret it was made from.
func TestCounterCodeFollowsTheVault(t *testing.T) {
	with, err := vault.ParseKeyURI(strings.ReplaceAll(uriGate, "counter=41", "counter=42"))
	if err != nil {
		t.Fatal(err)
	}
	with.Secret = rfc(t).Secret
	for name, change := range map[string]func(s *stage, id string) error{
		"a newer code":   func(s *stage, id string) error { _, err := s.vault.NextHOTP(s.Context(), id); return err },
		"another secret": func(s *stage, id string) error { return s.vault.ReplaceCredential(s.Context(), id, with) },
	} {
		s, v := openOn(t, uriGate, "Night Shift Gate")
		s.tap(v.next)
		code := v.panel.code.text
		if err := change(s, v.id); err != nil {
			t.Fatal(err)
		}
		s.ui.changed()
		if row := presentRow(s.account("Night Shift Gate"), s.now, s.ui.asked[v.id]); v.copy.Visible() || v.panel.code.text == code || row.code != "" {
			t.Errorf("%s: %s is still in sight", name, code)
		}
	}
}

func TestRename(t *testing.T) {
	s, v := openOn(t, uriCloud, "Example Cloud")
	s.tap(v.rename)
	r := top[*renameView](s)
	r.issuer.entry.SetText("")
	r.name.entry.SetText("  ")
	s.tap(r.save)
	if !r.issuer.wrong.Visible() {
		t.Error("an account may not lose both its names")
	}
	r.issuer.entry.SetText("Work Cloud")
	r.name.entry.SetText("kim")
	s.press(fyne.KeyReturn)
	if a := s.account("Work Cloud"); a.Name != "kim" {
		t.Errorf("renamed to %q", a.Name)
	}
	if top[*accountView](s).title.text != "Work Cloud" {
		t.Errorf("the view says %q", v.title.text)
	}
}

func TestDeleteAndUndo(t *testing.T) {
	s, v := openOn(t, uriCloud, "Example Cloud", "K6LGLV3RSH3VERMKET8L7QKU")
	s.tap(v.remove)
	top[*deleteView](s)
	s.press(fyne.KeyReturn) // Enter keeps it
	s.account("Example Cloud")
	s.tap(v.remove)
	s.tap(top[*deleteView](s).remove)
	top[*homeView](s)
	if len(s.vault.Accounts()) != 0 {
		t.Fatal("it is still there")
	}
	s.ui.window.Canvas().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{})
	s.drain()
	if a := s.account("Example Cloud"); a.ID != v.id || a.Recovery.State != vault.RecoveryLive {
		t.Errorf("back came %+v", a)
	}
}

func TestUndoThatFailsIsOfferedAgain(t *testing.T) {
	k := vaulttest.NewFaulty()
	s := newStageOn(t, k, uriCloud)
	s.ui.openDelete(s.account("Example Cloud").ID)
	s.tap(top[*deleteView](s).remove)
	undo := func() {
		s.ui.window.Canvas().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{})
		s.drain()
	}
	k.Arm(vaulttest.Fail, 0)
	undo()
	if !k.Disarm() || len(s.vault.Accounts()) != 0 {
		t.Fatal("the keyring did not fail")
	}
	if !strings.Contains(s.ui.root.toast.text, "wrong") {
		t.Errorf("the toast says %q", s.ui.root.toast.text)
	}
	undo()
	s.account("Example Cloud")
}

func shownCodes(p *recoveryPanel) string {
	var all []string
	for _, o := range p.content.Objects {
		if lines, ok := o.(*fyne.Container); ok {
			for _, line := range lines.Objects {
				if text, ok := line.(*paragraph); ok {
					all = append(all, text.text)
				}
			}
		}
	}
	return strings.Join(all, " ")
}

func TestRevealHides(t *testing.T) {
	const code = "K6LGLV3RSH3VERMKET8L7QKU"
	for name, away := range map[string]func(s *stage, p *recoveryPanel){
		"again":         func(s *stage, p *recoveryPanel) { s.tap(p.reveal) },
		"after 30 s":    func(s *stage, p *recoveryPanel) { s.pass(30 * time.Second) },
		"clock back":    func(s *stage, p *recoveryPanel) { s.pass(-time.Hour) },
		"focus lost":    func(s *stage, p *recoveryPanel) { s.ui.outOfSight() },
		"view was left": func(s *stage, p *recoveryPanel) { s.press(fyne.KeyEscape) },
	} {
		t.Run(name, func(t *testing.T) {
			s, v := openOn(t, uriCloud, "Example Cloud", code)
			p := v.recovery
			if strings.Contains(shownCodes(p), code) {
				t.Fatal("it is shown unasked")
			}
			s.tap(p.reveal)
			if !strings.Contains(shownCodes(p), code) {
				t.Fatalf("revealed is %q", shownCodes(p))
			}
			s.pass(29 * time.Second)
			if !strings.Contains(shownCodes(p), code) {
				t.Error("hidden too early")
			}
			away(s, p)
			if strings.Contains(shownCodes(p), code) || len(p.codes) > 0 {
				t.Error("it is still shown")
			}
		})
	}
}

// Revealed codes go out of sight when another program uses one of them.
func TestRevealedCodesFollowTheVault(t *testing.T) {
	s, v := openOn(t, uriCloud, "Example Cloud", "one1-code", "two2-code")
	s.tap(v.recovery.reveal)
	if err := s.vault.UseRecovery(s.Context(), v.id, vault.RecoveryUse{}); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	if shown := shownCodes(v.recovery); strings.Contains(shown, "one1") || v.recovery.reveal.text != "Reveal" {
		t.Errorf("used elsewhere, and %q is shown over the button %q", shown, v.recovery.reveal.text)
	}
}

func TestCopyRecoveryCode(t *testing.T) {
	s, v := openOn(t, uriCloud, "Example Cloud", "K6LGLV3RSH3VERMKET8L7QKU")
	s.tap(v.recovery.copy)
	if s.clipboard() != "K6LGLV3RSH3VERMKET8L7QKU" {
		t.Errorf("copied %q", s.clipboard())
	}
	if strings.Contains(s.ui.root.toast.text, "K6LG") {
		t.Errorf("the toast tells: %q", s.ui.root.toast.text)
	}
}
