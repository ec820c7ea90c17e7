package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/deskfob/deskfob/vault"
)

// shown is the row that stands for an account in the list.
func (s *stage) shown(issuer string) *rowView {
	s.Helper()
	view := s.ui.pages[0].view.(*homeView).rows[s.account(issuer).ID]
	if view == nil || view.row.id != s.account(issuer).ID {
		s.Fatalf("%s is not in sight", issuer)
	}
	return view
}

// code is the code of an account now, as typed.
func (s *stage) code(issuer string) string {
	s.Helper()
	c, err := vault.CodeAt(s.account(issuer), s.now)
	if err != nil {
		s.Fatal(err)
	}
	return c.Text
}

func TestTapCopiesTheCode(t *testing.T) {
	s := newStage(t, uriCloud, uriForge)
	s.shown("Git Forge").Tapped(&fyne.PointEvent{})
	if got, want := s.clipboard(), s.code("Git Forge"); got != want {
		t.Errorf("the clipboard holds %q, want %q", got, want)
	}
	toast := s.ui.root.toast
	if want := "Copied " + vault.GroupCode(s.code("Git Forge")) + " for Git Forge"; toast.Hidden || toast.text != want {
		t.Errorf("the toast says %q (hidden: %v), want %q", toast.text, toast.Hidden, want)
	}
	if !s.shown("Git Forge").look.selected {
		t.Error("the tapped row is not selected")
	}
	s.pass(toastTime)
	if !toast.Hidden {
		t.Error("the toast stays")
	}
}

func TestLastSecondsShowTheNextCode(t *testing.T) {
	s := newStage(t, uriCloud)
	s.pass(12 * time.Second) // 6 seconds are left
	view := s.shown("Example Cloud")
	if view.row.ending || view.parts.next.Text != "" {
		t.Fatalf("six seconds before the end the row says %q", view.parts.next.Text)
	}
	s.pass(time.Second)
	next, err := vault.CodeAt(s.account("Example Cloud"), s.now.Add(5*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if want := "next " + vault.GroupCode(next.Text); view.parts.next.Text != want || !view.parts.next.TextStyle.Bold {
		t.Errorf("five seconds before the end the row says %q, want %q in bold", view.parts.next.Text, want)
	}
	if view.parts.code.Color != colorOf(tintMuted) {
		t.Error("the code that ends has not gone quiet")
	}
	if home := top[*homeView](s); home.clock.left != 5*time.Second {
		t.Errorf("the clock shows %v", home.clock.left)
	}
}

// A computer that slept must show the right code in its first frame: no
// matter how much time went by between two ticks, none of it was counted.
func TestAfterSleep(t *testing.T) {
	for _, slept := range []time.Duration{18 * time.Second, time.Minute, 9*time.Hour + 7*time.Second, -40 * time.Minute} {
		t.Run(slept.String(), func(t *testing.T) {
			s := newStage(t, uriCloud)
			before := s.shown("Example Cloud").parts.code.Text
			s.pass(slept)
			got, want := s.shown("Example Cloud").parts.code.Text, vault.GroupCode(s.code("Example Cloud"))
			if got != want || got == before {
				t.Errorf("the row shows %q, want %q (before: %q)", got, want, before)
			}
		})
	}
}

func TestNothingIsDrawnWhileHidden(t *testing.T) {
	s := newStage(t, uriCloud)
	before := s.shown("Example Cloud").parts.code.Text
	s.ui.hide()
	s.pass(time.Minute)
	if got := s.shown("Example Cloud").parts.code.Text; got != before {
		t.Errorf("the hidden row changed to %q", got)
	}
	s.ui.unhide()
	if got, want := s.shown("Example Cloud").parts.code.Text, vault.GroupCode(s.code("Example Cloud")); got != want {
		t.Errorf("back in sight the row shows %q, want %q", got, want)
	}
}

func TestCounterAccount(t *testing.T) {
	s := newStage(t, uriGate)
	view := s.shown("Night Shift Gate")
	if view.parts.nextGround.Hidden || view.parts.code.Text != "" {
		t.Fatalf("a counter nobody asked shows %q", view.parts.code.Text)
	}
	want, err := vault.CodeForCounter(s.account("Night Shift Gate"), 41)
	if err != nil {
		t.Fatal(err)
	}
	view.Tapped(&fyne.PointEvent{Position: view.parts.nextGround.Position().AddXY(5, 5)})
	s.drain()
	if got := s.shown("Night Shift Gate").parts.code.Text; got != vault.GroupCode(want.Text) {
		t.Errorf("the row shows %q, want %q", got, want.Text)
	}
	if got := s.clipboard(); got != want.Text {
		t.Errorf("the clipboard holds %q, want %q", got, want.Text)
	}
	if got := s.account("Night Shift Gate").Counter; got != 42 {
		t.Errorf("the counter is %d, want 42", got)
	}
	s.press(fyne.KeyReturn) // copies the same code again
	if got := s.account("Night Shift Gate").Counter; got != 42 {
		t.Errorf("copying moved the counter to %d", got)
	}
	s.pass(counterTime)
	if view := s.shown("Night Shift Gate"); view.parts.code.Text != "" || view.parts.nextGround.Hidden {
		t.Error("the code stays in sight")
	}
}

func TestTapOnCounterRowAsksForNothing(t *testing.T) {
	s := newStage(t, uriGate)
	s.shown("Night Shift Gate").Tapped(&fyne.PointEvent{Position: fyne.NewPos(30, 30)})
	s.drain()
	if got := s.account("Night Shift Gate").Counter; got != 41 {
		t.Errorf("a tap beside the button moved the counter to %d", got)
	}
}

// The right arrow leads to the account beside the list, and going on in the list
// takes the focus back.
func TestKeyboardInTheWidePane(t *testing.T) {
	s := newStage(t, uriCloud, uriForge)
	home := top[*homeView](s)
	s.ui.window.Resize(fyne.NewSize(960, 640))
	s.press(fyne.KeyDown)
	s.press(fyne.KeyRight)
	c := s.ui.window.Canvas()
	if beside := s.ui.beside.view.(*accountView); c.Focused() != fyne.Focusable(beside.copy) {
		t.Error("the right arrow does not lead to the account")
	}
	s.press(fyne.KeyDown)
	if home.pane.id != s.account("Git Forge").ID || c.Focused() != nil {
		t.Errorf("beside the list is %q, and the focus on what is gone", home.pane.id)
	}
}

// Ctrl and a digit show an account without a code, beside the list as over it.
func TestDigitShowsAnAccountWithoutACode(t *testing.T) {
	s := newStage(t, uriCloud)
	if _, err := s.vault.Add(s.Context(), []vault.Account{{Issuer: "Mail", Type: vault.TypeNone}}, vault.DuplicateKeep); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	home := top[*homeView](s)
	s.ui.window.Resize(fyne.NewSize(960, 640))
	s.press(fyne.KeyHome)
	home.copyNth(1)
	s.pass(time.Second)
	if mail := s.account("Mail").ID; home.pane.id != mail || home.selected != mail {
		t.Errorf("beside the list is %q, chosen %q", home.pane.id, home.selected)
	}
}

func TestWidePaneFollowsTheSelection(t *testing.T) {
	s := newStage(t, uriCloud, uriForge)
	home := top[*homeView](s)
	s.ui.window.Resize(fyne.NewSize(960, 640))
	s.press(fyne.KeyDown)
	if home.pane.id != s.account("Example Cloud").ID || !home.pane.holder.Visible() {
		t.Fatalf("beside the list is %q", home.pane.id)
	}
	first := s.ui.beside
	s.press(fyne.KeyDown)
	if home.pane.id != s.account("Git Forge").ID {
		t.Errorf("beside the list is %q", home.pane.id)
	}
	if first.ctx.Err() == nil {
		t.Error("the work of the account that was left goes on")
	}
	if _, err := s.vault.Delete(t.Context(), home.pane.id); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	if home.pane.id != "" || s.ui.beside != nil {
		t.Errorf("beside the list is still %q", home.pane.id)
	}
	s.press(fyne.KeyDown)
	s.ui.window.Resize(fyne.NewSize(460, 720))
	s.pass(time.Second)
	if s.ui.beside != nil {
		t.Error("in a narrow window an account is still open beside the list")
	}
}

func TestAThousandAccounts(t *testing.T) {
	s := newStage(t)
	accounts := make([]vault.Account, 1000)
	for i := range accounts {
		accounts[i] = rfc(t)
		accounts[i].ID, accounts[i].Issuer = "", fmt.Sprintf("Service %04d", i)
	}
	if _, err := s.vault.Add(t.Context(), accounts, vault.DuplicateKeep); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	home := top[*homeView](s)
	s.press(fyne.KeyEnd)
	if got := s.shown("Service 0999").parts.title.Text; got != "Service 0999" {
		t.Errorf("the last row says %q", got)
	}
	for range 100 {
		s.press(fyne.KeyPageUp)
	}
	if len(home.rows) > 60 {
		t.Errorf("%d rows exist for a window of a dozen", len(home.rows))
	}
	if home.position(home.selected) != 199 {
		t.Errorf("the selection is at %d", home.position(home.selected))
	}
}

func TestFirstPageIsThereUntilTheFirstAccount(t *testing.T) {
	s := newStage(t)
	home := top[*homeView](s)
	if !home.first.Visible() || home.listPane.Visible() {
		t.Error("an empty vault does not show the first page")
	}
	if _, err := s.vault.Add(t.Context(), []vault.Account{rfc(t)}, vault.DuplicateKeep); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	if home.first.Visible() || !home.listPane.Visible() {
		t.Error("the first page stays after the first account")
	}
}

// accountsOf are the accounts of key URIs.
func accountsOf(t *testing.T, uris ...string) []vault.Account {
	t.Helper()
	var all []vault.Account
	for _, uri := range uris {
		a, err := vault.ParseKeyURI(uri)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	return all
}

func TestCompactRowsAreLower(t *testing.T) {
	s := newStage(t, uriCloud, uriForge)
	s.ui.openSettings()
	top[*settingsView](s).rows.choose(rowsCompact)
	if !s.saved.CompactRows {
		t.Error("the choice was not saved")
	}
	s.press(fyne.KeyEscape)
	if got := s.shown("Git Forge").Size().Height; got != rowHeightCompact {
		t.Errorf("a compact row is %v high", got)
	}
}

func TestNoticeLine(t *testing.T) {
	s := newStage(t, uriCloud)
	s.keepAll()
	home := top[*homeView](s)
	if home.notice.card.Visible() {
		t.Error("there is a notice though all is well")
	}
	home.notice.show([]vault.Notice{{Err: fmt.Errorf("page 3: %w", vault.ErrDamaged)}}, "", "")
	if !home.notice.card.Visible() || home.notice.words.text == "" {
		t.Error("damage is not told")
	}
	s.tap(home.notice.see)
	top[*troubleView](s)
}

// In the narrowest window the sentence above the list breaks and is whole.
func TestNoticeLineInANarrowWindow(t *testing.T) {
	s := newStage(t, uriCloud, uriForge)
	s.ui.window.Resize(fyne.NewSize(400, 560))
	home := top[*homeView](s)
	const whole = "2 of 2 accounts would be lost with this computer"
	var lines []string
	for _, o := range test.LaidOutObjects(home.notice.card) {
		if text, ok := o.(*canvas.Text); ok && text.Text != home.notice.see.text {
			lines = append(lines, text.Text)
		}
	}
	if got := strings.Join(lines, " "); got != whole {
		t.Errorf("drawn in %.0f units: %q", home.notice.card.Size().Width, got)
	}
	words := home.notice.words
	if has, wants := words.Size().Height, heightAt(words, words.Size().Width); has < wants {
		t.Errorf("the sentence needs %.0f units of height and has %.0f", wants, has)
	}
	if below, list := home.notice.card.Position().Y+home.notice.card.Size().Height, home.listPane.Position().Y; below > list {
		t.Errorf("the notice ends at %.0f, the list begins at %.0f", below, list)
	}
}

// Fyne tells a change of theme to what is in sight; the list is not while the
// settings are.
func TestThemeChangesBehindTheSettings(t *testing.T) {
	s := newStage(t, uriCloud)
	if err := s.vault.SetRecovery(t.Context(), s.account("Example Cloud").ID, vault.RecoverySet{
		Kind: vault.RecoveryList, Codes: secrets("k1xm-7rt1-q2fd"),
	}); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	s.ui.openSettings()
	top[*settingsView](s).theme.choose(themeDark)
	s.ui.back()
	parts := s.shown("Example Cloud").parts
	if parts.title.Color != darkPalette()[tintText] {
		t.Errorf("the title is drawn in %v", parts.title.Color)
	}
	badge := test.WidgetRenderer(parts.badge).(*badgeRenderer)
	if badge.ground.FillColor != darkPalette()[tintWarningGround] {
		t.Errorf("the badge is drawn on %v", badge.ground.FillColor)
	}
}
