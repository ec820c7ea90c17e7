package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/assets"
	"github.com/deskfob/deskfob/vault"
)

// From the picture to a saved account with its recovery code, by keyboard alone.
func TestEnrolFromPicture(t *testing.T) {
	path := filepath.Join(t.TempDir(), "enrolment.png")
	if err := os.WriteFile(path, assets.EnrolmentPNG(), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newStage(t)
	s.ui.intakePaths([]string{path})
	s.drain()

	confirm := top[*confirmView](s)
	if len(s.vault.Accounts()) != 0 {
		t.Fatal("it was saved before anybody said so")
	}
	if confirm.issuer.entry.Text != "Example Cloud" || confirm.name.entry.Text != "sam@example.com" {
		t.Errorf("the fields say %q, %q", confirm.issuer.entry.Text, confirm.name.entry.Text)
	}
	code, err := vault.CodeAt(confirm.account, s.now)
	if err != nil {
		t.Fatal(err)
	}
	if got := confirm.panel.code.text; got != vault.GroupCode(code.Text) {
		t.Errorf("the code is %q, want %q", got, vault.GroupCode(code.Text))
	}
	s.press(fyne.KeyReturn)

	saved := top[*saveRecoveryView](s)
	a := s.account("Example Cloud")
	if a.Name != "sam@example.com" {
		t.Errorf("saved %q", a.Name)
	}
	saved.input.field.entry.SetText("K6LGLV3RSH3VERMKET8L7QKU")
	s.press(fyne.KeyReturn)
	if codes, err := s.vault.RecoveryCodes(t.Context(), a.ID); err != nil || string(codes[0].Expose()) != "K6LGLV3RSH3VERMKET8L7QKU" {
		t.Errorf("the recovery code: %v", err)
	}
	if saved.until.IsZero() {
		t.Error("the saved code is not shown for comparing")
	}
	s.press(fyne.KeyReturn)
	s.tap(top[*kitStepView](s).skip)
	top[*homeView](s)
}

func TestConfirmLastSeconds(t *testing.T) {
	s := newStage(t)
	s.ui.intakeText(uriCloud)
	v := top[*confirmView](s)
	for _, tt := range []struct {
		at    int // seconds into the step
		words string
		tone  tint
	}{
		{12, "18 s left", tintText},
		{24, "6 s left", tintText},
		{25, "Ends in 5 s. Wait for the next one.", tintWarning},
		{29, "Ends in 1 s. Wait for the next one.", tintWarning},
		{30, "30 s left", tintText},
	} {
		v.refresh(s.now.Add(time.Duration(tt.at-12) * time.Second))
		if v.panel.words.text != tt.words || v.panel.code.style.color != tt.tone {
			t.Errorf("at %d s: %q in tint %d", tt.at, v.panel.words.text, v.panel.code.style.color)
		}
	}
}

func TestConfirmNames(t *testing.T) {
	s := newStage(t)
	s.ui.intakeText("otpauth://totp/?secret=GEZDGNBVGY3TQOJQ")
	v := top[*confirmView](s)
	s.tap(v.save)
	if !v.issuer.wrong.Visible() || len(s.vault.Accounts()) != 0 {
		t.Fatal("an account without a name was taken")
	}
	v.issuer.entry.SetText(strings.Repeat("x", vault.MaxName+1))
	s.tap(v.save)
	if !v.issuer.wrong.Visible() {
		t.Error("a name too long was taken")
	}
	v.issuer.entry.SetText(" My\tService ")
	s.tap(v.save)
	s.account("My Service")
}

func TestConfirmDuplicate(t *testing.T) {
	renamed := strings.Replace(uriCloud, "sam%40", "kim%40", 1)
	for _, tt := range []struct {
		name  string
		press func(v *confirmView) *button
		names []string
	}{
		{"replace", func(v *confirmView) *button { return v.save }, []string{"kim@example.com"}},
		{"keep both", func(v *confirmView) *button { return v.keepBoth }, []string{"kim@example.com", "sam@example.com"}},
		{"cancel", func(v *confirmView) *button { return v.cancel }, []string{"sam@example.com"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t, uriCloud)
			id := s.account("Example Cloud").ID
			s.ui.intakeText(renamed)
			v := top[*confirmView](s)
			if !v.notice.Visible() || !strings.Contains(v.noticeText.text, "Example Cloud, sam@example.com") {
				t.Errorf("the notice says %q", v.noticeText.text)
			}
			s.tap(tt.press(v))
			var names []string
			for _, a := range s.vault.Accounts() {
				names = append(names, a.Name)
			}
			if strings.Join(names, " ") != strings.Join(tt.names, " ") {
				t.Errorf("the accounts are now %q", names)
			}
			if _, err := s.vault.Account(id); err != nil {
				t.Errorf("the account lost its id: %v", err)
			}
		})
	}
}

// The code of a counter account that was shown must not come again.
func TestConfirmCounter(t *testing.T) {
	s := newStage(t)
	s.ui.intakeText(uriGate)
	v := top[*confirmView](s)
	shown, err := vault.CodeForCounter(v.account, 41)
	if err != nil || v.panel.code.text != vault.GroupCode(shown.Text) {
		t.Errorf("shown %q, %v", v.panel.code.text, err)
	}
	s.tap(v.save)
	if a := s.account("Night Shift Gate"); a.Counter != 42 {
		t.Errorf("the next counter is %d", a.Counter)
	}
}

func TestSeveral(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.intakeText(uriCloud + "\n" + uriServer + "\n" + uriGate)
	v := top[*severalView](s)
	if v.rows[0].check.checked || !v.rows[1].check.checked || !v.rows[2].check.checked {
		t.Error("what is there already should not be ticked, the others should")
	}
	if v.add.text != "Add 2 accounts" {
		t.Errorf("the button says %q", v.add.text)
	}
	v.rows[2].check.set(false)
	s.tap(v.add)
	if len(s.vault.Accounts()) != 2 {
		t.Errorf("%d accounts", len(s.vault.Accounts()))
	}
	s.account("Home Server")
	top[*homeView](s)
}

func TestNothingFound(t *testing.T) {
	s := newStage(t)
	for _, text := range []string{"hello", "/no/such/file.png", "https://example.com", "otpauth-migration://offline?data=x"} {
		s.ui.intakeText(text)
		s.drain()
		v := top[*addView](s)
		if v.notice == nil || !v.hand.Visible() || !v.scan.Visible() {
			t.Errorf("%q: no reason, or no other way offered", text)
		}
		if len(s.ui.pages) != 2 {
			t.Errorf("%q: %d pages are open", text, len(s.ui.pages))
		}
	}
	s.press(fyne.KeyEscape)
	top[*homeView](s)
}

func TestByHand(t *testing.T) {
	s := newStage(t)
	s.ui.openByHand(nil)
	v := top[*byHandView](s)
	v.issuer.entry.SetText("Home Server")
	s.tap(v.next)
	if !v.secret.wrong.Visible() {
		t.Error("a missing secret was taken")
	}
	v.secret.entry.SetText("GEZD 0000")
	if got := v.secret.wrong.text; !strings.Contains(got, "A to Z") || strings.Contains(got, "GEZD") {
		t.Errorf("a bad secret is told as %q", got)
	}
	v.secret.entry.SetText("gezd gnbv gy3t qojq")
	if v.secret.wrong.Visible() {
		t.Errorf("a good secret is called wrong: %q", v.secret.wrong.text)
	}
	s.tap(v.more)
	v.algorithm.SetSelected("SHA256")
	for text, wrong := range map[string]bool{"8": false, "0": true, "11": true, "six": true, "": false, "-1": true} {
		v.digits.entry.SetText(text)
		if v.digits.wrong.Visible() != wrong {
			t.Errorf("digits %q: %q", text, v.digits.wrong.text)
		}
	}
	v.digits.entry.SetText("8")
	v.period.entry.SetText("60")
	s.tap(v.next)
	confirm := top[*confirmView](s)
	a := confirm.account
	if a.Type != vault.TypeTOTP || a.Algorithm != vault.SHA256 || a.Digits != 8 || a.Period != 60 {
		t.Errorf("got %s %s %d %d", a.Type, a.Algorithm, a.Digits, a.Period)
	}
	s.press(fyne.KeyReturn)
	s.account("Home Server")
}

func TestByHandTypes(t *testing.T) {
	s := newStage(t)
	for _, tt := range []struct {
		kind    string
		counter bool
		period  bool
		want    vault.Account
	}{
		{"By time (TOTP)", false, true, vault.Account{Type: vault.TypeTOTP, Algorithm: vault.SHA1, Digits: 6, Period: 30}},
		{"By counter (HOTP)", true, false, vault.Account{Type: vault.TypeHOTP, Algorithm: vault.SHA1, Digits: 6, Counter: 7}},
		{"Steam Guard", false, false, vault.Account{Type: vault.TypeSteam, Algorithm: vault.SHA1, Digits: 5, Period: 30}},
	} {
		t.Run(tt.kind, func(t *testing.T) {
			v := newByHandView(s.ui)
			v.secret.entry.SetText("GEZDGNBVGY3TQOJQ")
			v.counter.entry.SetText("7")
			v.kind.SetSelected(tt.kind)
			if v.counter.Visible() != tt.counter || v.period.Visible() != tt.period {
				t.Errorf("counter %v, period %v", v.counter.Visible(), v.period.Visible())
			}
			a, err := v.account()
			tt.want.Secret = a.Secret
			if err != nil || !a.SameCredential(tt.want) || a.Counter != tt.want.Counter {
				t.Errorf("got %+v, %v", a, err)
			}
		})
	}
}

func TestRecoveryOnly(t *testing.T) {
	s := newStage(t)
	s.ui.openByHand(nil)
	v := top[*byHandView](s)
	v.issuer.entry.SetText("Old Notebook")
	v.recoveryOnly.set(true)
	if v.secret.Visible() || v.more.Visible() {
		t.Error("a recovery code needs no secret")
	}
	s.tap(v.next)
	save := top[*saveRecoveryView](s)
	save.input.field.entry.SetText("FYLY-G8MV-7JCE")
	s.tap(save.save)
	a := s.account("Old Notebook")
	if a.Type != vault.TypeNone || a.Recovery == nil || a.Recovery.State != vault.RecoveryLive {
		t.Errorf("saved %+v", a)
	}
}

// A bare secret that is pasted goes into the form, out of sight.
func TestPasteSecret(t *testing.T) {
	s := newStage(t)
	s.ui.o.App.Clipboard().SetContent("gezd gnbv gy3t qojq")
	s.ui.paste()
	v := top[*byHandView](s)
	if v.secret.entry.Text != "GEZDGNBVGY3TQOJQ" || !v.secret.entry.Password {
		t.Errorf("the field holds %q, hidden %v", v.secret.entry.Text, v.secret.entry.Password)
	}
	s.tap(v.show)
	if v.secret.entry.Password {
		t.Error("Show does not show it")
	}
}
