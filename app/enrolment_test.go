package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/vault"
)

// uriCloudAgain enrols the account of uriCloud with another secret.
var uriCloudAgain = strings.Replace(uriCloud, "NEPWFTQ2", "AEPWFTQ3", 1)

// An enrolment can be left before the recovery code is saved, and taken up
// again from the account, which says so in the list meanwhile.
func TestAnEnrolmentIsLeftAndTakenUpAgain(t *testing.T) {
	s := newStage(t)
	s.ui.intakeText(uriCloud)
	s.tap(top[*confirmView](s).save)
	s.press(fyne.KeyEscape)
	home := top[*homeView](s)
	a := s.account("Example Cloud")
	if a.Open != vault.StepRecovery {
		t.Fatalf("left at step %q", a.Open)
	}
	if got := home.rows[a.ID].badgeWords(); got != "not finished" {
		t.Errorf("the list says %q", got)
	}
	s.ui.openAccount(a.ID)
	v := top[*accountView](s)
	if !v.open.Visible() {
		t.Fatal("the account does not say what is left")
	}
	s.tap(v.open.do)
	save := top[*saveRecoveryView](s)
	save.input.field.entry.SetText("K6LGLV3RSH3VERMKET8L7QKU")
	s.tap(save.save)
	if got := s.account("Example Cloud"); got.Open != vault.StepDone || got.Recovery == nil {
		t.Errorf("after saving the code: %+v", got)
	}
	s.tap(save.done)
	if v.open.Visible() {
		t.Error("the account still says that something is left")
	}
}

func TestAServiceWithoutARecoveryCode(t *testing.T) {
	s := newStage(t)
	s.ui.intakeText(uriCloud)
	s.tap(top[*confirmView](s).save)
	v := top[*saveRecoveryView](s)
	v.input.field.entry.SetText("K6LGLV3RSH3VERMKET8L7QKU")
	if !v.none.disabled {
		t.Error("a code that was typed can be thrown away with one press")
	}
	v.input.field.entry.SetText("")
	s.tap(v.none)
	s.tap(top[*kitStepView](s).skip)
	top[*homeView](s)
	if got := s.account("Example Cloud").Open; got != vault.StepDone {
		t.Errorf("step %q is left", got)
	}
}

func TestJustSaveAsksNothingMore(t *testing.T) {
	s := newStage(t)
	s.ui.intakeText(uriCloud)
	s.tap(top[*confirmView](s).justSave)
	top[*homeView](s)
	if got := s.account("Example Cloud").Open; got != vault.StepDone {
		t.Errorf("step %q is left", got)
	}
}

// The same names with another secret: the account is enrolled again, and what
// it had can be taken back.
func TestEnrollingTheSameNamesReplacesTheSecret(t *testing.T) {
	s := newStage(t, uriCloud)
	before := s.account("Example Cloud")
	if err := s.vault.SetRecovery(s.Context(), before.ID, vault.RecoverySet{Codes: secrets("K6LGLV3RSH3VERMKET8L7QKU")}); err != nil {
		t.Fatal(err)
	}
	s.ui.intakeText(uriCloudAgain)
	v := top[*confirmView](s)
	if v.over == nil || !v.notice.Visible() || v.justSave.Visible() {
		t.Fatal("the account of the same names is not noticed")
	}
	v.issuer.entry.SetText("Other Cloud")
	if v.over != nil || v.notice.Visible() {
		t.Error("with another issuer it is still taken for the same")
	}
	v.issuer.entry.SetText("Example Cloud")
	s.tap(v.save)
	top[*saveRecoveryView](s)
	after := s.account("Example Cloud")
	if after.ID != before.ID || after.SameCredential(before) || after.Recovery == nil || after.Open != vault.StepRecovery {
		t.Errorf("after replacing: %+v", after)
	}
	trash, err := s.vault.Trash(s.Context())
	if err != nil || len(trash) != 1 || !trash[0].Account.SameCredential(before) {
		t.Errorf("the trash holds %d things, %v", len(trash), err)
	}
}

func TestTheSameNamesCanBeKeptTwice(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.intakeText(uriCloudAgain)
	s.tap(top[*confirmView](s).keepBoth)
	if got := len(s.vault.Find("Example Cloud")); got != 2 {
		t.Errorf("%d accounts", got)
	}
}

// What the service reset is retired in one step; then the next QR code is
// meant for that account, whatever it says.
func TestRetireAndScanAgain(t *testing.T) {
	s := newStage(t, uriCloud, uriForge)
	id := s.account("Example Cloud").ID
	s.ui.openAccount(id)
	s.tap(top[*accountView](s).more)
	more := top[*moreView](s)
	s.tap(more.retire)
	s.tap(more.not)
	if more.sure.Visible() || s.account("Example Cloud").Type != vault.TypeTOTP {
		t.Fatal("keeping did not keep")
	}
	s.tap(more.retire)
	s.tap(more.really)
	v := top[*accountView](s)
	if !v.open.Visible() || v.account.Type != vault.TypeNone {
		t.Fatalf("retired: %+v", v.account)
	}
	v.focus()
	s.press(fyne.KeyReturn) // the one thing to do
	top[*addView](s)
	s.press(fyne.KeyF1) // a look at the keys takes nothing back
	s.press(fyne.KeyEscape)
	top[*addView](s)
	s.ui.intakeText(strings.ReplaceAll(uriServer, "Home%20Server", "Renamed%20Cloud"))
	confirm := top[*confirmView](s)
	confirm.name.entry.SetText("sam@example.com") // looks for known accounts anew
	if confirm.over == nil || confirm.over.ID != id || confirm.issuer.entry.Text != "Example Cloud" {
		t.Fatal("the code is not taken for the account that waits for it")
	}
	s.tap(confirm.save)
	got, err := s.vault.Account(id)
	if err != nil || got.Issuer != "Example Cloud" || got.Type != vault.TypeTOTP || got.Algorithm != vault.SHA256 {
		t.Errorf("enrolled again: %+v, %v", got, err)
	}
}

// Whoever leaves the ways to add has changed their mind: the next code is an
// ordinary one.
func TestEnrollingAgainIsForgottenWhenLeft(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.openAccount(s.account("Example Cloud").ID)
	s.tap(top[*accountView](s).more)
	s.tap(top[*moreView](s).renew)
	s.press(fyne.KeyEscape)
	s.ui.home()
	s.ui.intakeText(uriServer)
	if v := top[*confirmView](s); v.over != nil {
		t.Error("the code is taken for an account that was left")
	}
}
