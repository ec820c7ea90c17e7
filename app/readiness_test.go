package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
	"github.com/deskfob/deskfob/vault/vaulttest"
)

const kitPassphrase = "meadow lamp copper tide"

// mustMakeKit makes a kit in the window and says where it is kept.
func (s *stage) mustMakeKit(path, place string) {
	s.Helper()
	s.ui.home()
	s.ui.openReadiness()
	s.tap(top[*readinessView](s).renew)
	v := top[*kitView](s)
	v.path.entry.SetText(path)
	v.place.entry.SetText(place)
	v.way.choose(wordsOwn)
	v.own.entry.SetText(kitPassphrase)
	if v.again.Visible() {
		v.again.entry.SetText(kitPassphrase)
	}
	s.tap(v.save)
	made := top[*copyMadeView](s)
	if made.made.File != path {
		s.Fatalf("made %q", made.made.File)
	}
	if told := strings.Contains(textOf(made.page), "Copy "+path); told != (place == "") {
		s.Errorf("kept %q, the page says %q", place, textOf(made.page))
	}
	s.ui.home()
}

// The life of a kit in the window: made, out of date, renewed.
func TestAKitIsMadeGoesStaleAndIsRenewed(t *testing.T) {
	s := newStage(t, uriCloud, uriForge)
	home := top[*homeView](s)
	if got := home.notice.words.text; !home.notice.card.Visible() || got != "2 of 2 accounts would be lost with this computer" {
		t.Errorf("without a kit the list says %q", got)
	}
	path := filepath.Join(t.TempDir(), "my.kit")
	s.mustMakeKit(path, "")
	if got := home.notice.words.text; !strings.Contains(got, "would be lost") {
		t.Errorf("a kit without a place counts: %q", got)
	}
	s.ui.openReadiness()
	s.tap(top[*readinessView](s).copies)
	copies := top[*copiesView](s)
	copies.cards[0].place.entry.SetText("USB stick")
	s.tap(copies.cards[0].save)
	s.ui.home()
	if home.notice.card.Visible() {
		t.Errorf("all is well, and the list says %q", home.notice.words.text)
	}
	cloud := s.account("Example Cloud")
	if err := s.vault.SetRecovery(s.Context(), cloud.ID, vault.RecoverySet{Codes: secrets("K6LGLV3RSH3VERMKET8L7QKU")}); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	if got := home.notice.words.text; got != "1 of 2 accounts has a copy that is out of date" {
		t.Errorf("a code that is newer than the kit: %q", got)
	}
	s.mustMakeKit(path, "USB stick")
	if home.notice.card.Visible() {
		t.Errorf("renewed, and the list says %q", home.notice.words.text)
	}
	if here := copiesHere(s); len(here) != 1 {
		t.Errorf("%d copies are there after renewing one", len(here))
	}
}

func copiesHere(s *stage) []kit.Copy {
	var here []kit.Copy
	for _, c := range s.ui.register().Copies {
		if c.Here() {
			here = append(here, c)
		}
	}
	return here
}

// An account that came after the kit is marked in the list, and the mark can
// be put off for a week.
func TestAnAccountThatIsInNoKit(t *testing.T) {
	s := newStage(t, uriCloud)
	s.mustMakeKit(filepath.Join(t.TempDir(), "my.kit"), "USB stick")
	s.addURIs(uriForge)
	s.ui.changed()
	home := top[*homeView](s)
	id := s.account("Git Forge").ID
	if got := home.rows[id].badgeWords(); got != "not in a kit" {
		t.Errorf("the list says %q", got)
	}
	s.ui.openReadiness()
	v := top[*readinessView](s)
	if v.report.Accounts[0].Account.ID != id || v.actions[0].text != "Put in kit" {
		t.Fatalf("first to be done: %q", v.actions[0].text)
	}
	s.tap(v.laters[0])
	s.ui.home()
	if got := home.rows[id].badgeWords(); got != "" || home.notice.card.Visible() {
		t.Errorf("put off, and the list says %q and %q", got, home.notice.words.text)
	}
	s.pass(snoozeTime)
	s.ui.changed()
	if got := home.rows[id].badgeWords(); got != "not in a kit" {
		t.Errorf("after a week the list says %q", got)
	}
}

func TestDrillAndRestoreInTheWindow(t *testing.T) {
	s := newStage(t, uriCloud, uriForge)
	cloud := s.account("Example Cloud")
	if err := s.vault.SetRecovery(s.Context(), cloud.ID, vault.RecoverySet{Codes: secrets("one1", "two2")}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "my.kit")
	s.mustMakeKit(path, "USB stick")
	s.ui.openReadiness()
	s.tap(top[*readinessView](s).drill)
	check := top[*checkKitView](s)
	check.passphrase.entry.SetText("something else")
	s.tap(check.start)
	if !check.wrong.Visible() {
		t.Error("a wrong passphrase is not told")
	}
	check.passphrase.entry.SetText(strings.ToUpper(kitPassphrase))
	check.path.entry.SetText(" " + path + "\n") // as a terminal copies it
	s.tap(check.start)
	if drilled := copiesHere(s)[0].Drilled; !drilled.Equal(s.now.Truncate(time.Second)) {
		t.Errorf("the drill is noted for %v", drilled)
	}
	s.ui.window.Canvas().Unfocus()
	s.press(fyne.KeyReturn)
	top[*readinessView](s)

	other := newStage(t)
	other.ui.show(newRestoreView(other.ui, path))
	v := top[*restoreView](other)
	v.passphrase.entry.SetText(kitPassphrase)
	other.tap(v.open)
	if v.restore.text != "Restore 2 accounts" {
		t.Fatalf("the preview offers %q", v.restore.text)
	}
	other.tap(v.restore)
	back := other.account("Example Cloud")
	codes, err := other.vault.RecoveryCodes(other.Context(), back.ID)
	if err != nil || len(codes) != 2 || !back.SameCredential(cloud) {
		t.Errorf("restored %+v with %d codes, %v", back, len(codes), err)
	}
	if cards := top[*copiesView](other).cards; len(cards) != 1 || cards[0].copy.File != path {
		t.Errorf("the new vault knows %d copies", len(cards))
	}
}

// Saving a place with the keyboard leaves the focus where it was.
func TestTheKeyboardGoesOnAfterSavingAPlace(t *testing.T) {
	s := newStage(t, uriCloud)
	s.mustMakeKit(filepath.Join(t.TempDir(), "my.kit"), "")
	s.ui.show(newCopiesView(s.ui))
	v := top[*copiesView](s)
	v.cards[0].place.entry.SetText("Drawer")
	c := s.ui.window.Canvas()
	c.Focus(v.cards[0].save)
	s.press(fyne.KeyReturn)
	if c.Focused() != fyne.Focusable(v.cards[0].save) {
		t.Error("after saving the place the focus is on a button that is gone")
	}
	c.Focus(v.cards[0].gone)
	s.press(fyne.KeyReturn)
	c.FocusNext()
	if c.Focused() != fyne.Focusable(v.cards[0].really) {
		t.Errorf("the question is not the next thing for the keyboard")
	}
}

// Setting an account up again leaves the kit with what it was before, and the
// last step says so.
func TestKitStepAfterSettingUpAgain(t *testing.T) {
	s := newStage(t, uriCloud)
	s.mustMakeKit(filepath.Join(t.TempDir(), "my.kit"), "USB stick")
	s.ui.intakeText(uriCloudAgain)
	s.tap(top[*confirmView](s).save)
	s.tap(top[*saveRecoveryView](s).none)
	text := textOf(top[*kitStepView](s).page)
	if !strings.Contains(text, "is out of date") || !strings.Contains(text, "as it is now") {
		t.Errorf("it says %q", text)
	}
}

// The settings say how it stands after a kit was made from there.
func TestSettingsFollowReadiness(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.openSettings()
	v := top[*settingsView](s)
	before := v.summary.text
	s.keepAll()
	if v.summary.text == before {
		t.Errorf("with a kit elsewhere they still say %q", before)
	}
}

// What another program changes takes nothing from a person who is typing.
func TestTypingAPlaceOutlivesAForeignChange(t *testing.T) {
	s := newStage(t, uriCloud)
	s.mustMakeKit(filepath.Join(t.TempDir(), "my.kit"), "")
	s.ui.show(newCopiesView(s.ui))
	for _, r := range "Drawer" {
		s.ui.window.Canvas().Focused().TypedRune(r)
	}
	s.ui.changed()
	s.ui.window.Canvas().Focused().TypedRune('s')
	if shown := top[*copiesView](s).cards[0].place.entry; shown.Text != "Drawers" {
		t.Errorf("the card shows %q", shown.Text)
	}
	s.press(fyne.KeyReturn)
	if got := s.ui.register().Copies[0].Place; got != "Drawers" {
		t.Errorf("the place is %q", got)
	}
}

func TestSheetInTheWindow(t *testing.T) {
	s := newStage(t, uriCloud)
	if err := s.vault.SetRecovery(s.Context(), s.account("Example Cloud").ID, vault.RecoverySet{Codes: secrets("K6LGLV3RSH3VERMKET8L7QKU")}); err != nil {
		t.Fatal(err)
	}
	s.ui.openReadiness()
	s.tap(top[*readinessView](s).sheet)
	v := top[*sheetView](s)
	path := filepath.Join(t.TempDir(), "sheet.pdf")
	v.path.entry.SetText(path)
	v.place.entry.SetText("Folder on the shelf")
	s.tap(v.save)
	made := top[*copyMadeView](s)
	if text, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(text), "%PDF") {
		t.Fatalf("the file is no PDF: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the sheet's file: %v, %v", info.Mode(), err)
	}
	s.tap(made.remove)
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is still there")
	}
	if state := s.ui.readiness().Accounts[0].State; state != kit.StateRecovery {
		t.Errorf("with the sheet on the shelf the account is %q", state)
	}
}

// The paper in the drawer counts until the next one has a place, then it goes.
func TestANewSheetTakesThePlaceOfTheOldOne(t *testing.T) {
	s := newStage(t, uriCloud)
	for _, place := range []string{"Drawer", "Safe"} {
		s.ui.show(newSheetView(s.ui))
		v := top[*sheetView](s)
		v.path.entry.SetText(filepath.Join(t.TempDir(), "sheet.pdf"))
		v.place.entry.SetText(place)
		s.tap(v.save)
		if here := copiesHere(s); len(here) != 1 || here[0].Place != place {
			t.Errorf("after the sheet for the %s: %+v", place, here)
		}
		if told := strings.Contains(textOf(top[*copyMadeView](s).page), "(Drawer). Destroy that one"); told != (place == "Safe") {
			t.Errorf("after the sheet for the %s the page says %q", place, textOf(top[*copyMadeView](s).page))
		}
		s.ui.home()
	}
}

// A kit that was moved to where it is kept counts on, until the one that is
// written in its stead has a place.
func TestAKitThatWasMovedCountsOn(t *testing.T) {
	s := newStage(t, uriCloud)
	path := filepath.Join(t.TempDir(), "my.kit")
	s.mustMakeKit(path, "USB stick")
	if err := os.Rename(path, path+".stick"); err != nil {
		t.Fatal(err)
	}
	s.mustMakeKit(path, "")
	s.mustMakeKit(path, "") // the first of these two is not elsewhere
	if state := s.ui.readiness().Accounts[0].State; state != kit.StateReady {
		t.Errorf("the kit on the stick does not count any more: the account is %q", state)
	}
	s.ui.show(newCopiesView(s.ui))
	said := textOf(top[*copiesView](s).page)
	if strings.Count(said, "written to ") != 1 || strings.Contains(said, "written to .") {
		t.Errorf("of two kits one was moved, and the page says %q", said)
	}
}

// newRenewal is a window with a kit and the page that renews it.
func newRenewal(t *testing.T) (s *stage, v *kitView, path string) {
	t.Helper()
	s = newStage(t, uriCloud)
	path = filepath.Join(t.TempDir(), "my.kit")
	s.mustMakeKit(path, "USB stick")
	s.ui.show(newKitView(s.ui))
	return s, top[*kitView](s), path
}

// Words typed in another way open the old kit, and renewing it leaves it the
// passphrase that is on paper.
func TestARenewedKitKeepsItsPassphrase(t *testing.T) {
	s, v, path := newRenewal(t)
	v.own.entry.SetText(strings.ToUpper(strings.ReplaceAll(kitPassphrase, " ", "-")))
	s.tap(v.save)
	top[*copyMadeView](s)
	if _, _, err := kit.Open(path, []byte(kitPassphrase)); err != nil {
		t.Errorf("the words on paper do not open the renewed kit: %v", err)
	}
}

// Where no old kit is there to try the passphrase on, it is typed twice; and
// so is one that the old kit does not have.
func TestAKitPassphraseIsTriedOrTypedTwice(t *testing.T) {
	s, v, path := newRenewal(t)
	v.own.entry.SetText("medow lamp copper tide")
	s.tap(v.save)
	v.own.entry.SetText("another phrase of mine") // a new one, then
	if !v.again.Visible() {
		t.Fatal("a passphrase that the kit has not cannot be typed twice")
	}
	v.own.entry.SetText(kitPassphrase) // or the mistake set right
	s.tap(v.save)
	if made := top[*copyMadeView](s); made.made.File != path {
		t.Errorf("made %q", made.made.File)
	}
	s.ui.home()
	for name, elsewhere := range map[string]string{"another file": path + ".new", "a kit that was moved": path} {
		if elsewhere == path {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
		s.ui.show(newKitView(s.ui))
		v = top[*kitView](s)
		v.path.entry.SetText(elsewhere)
		v.own.entry.SetText("medow lamp copper tide")
		s.tap(v.save)
		if _, err := os.Stat(elsewhere); err == nil || !v.again.Visible() || !v.again.wrong.Visible() {
			t.Errorf("%s: a slip of the fingers is taken for the passphrase (%v)", name, err)
		}
		s.ui.home()
	}
}

// A kit may be the only copy of what a damaged vault cannot read any more.
func TestAKitIsNotWrittenOverByADamagedVault(t *testing.T) {
	k := vaulttest.NewFaulty()
	s := newStageOn(t, k, uriCloud)
	held := k.Items()
	path := filepath.Join(t.TempDir(), "my.kit")
	s.mustMakeKit(path, "USB stick")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name := range held {
		if name != "root" {
			k.Put(name, "")
		}
	}
	if s.vault, err = vault.Open(s.Context(), vault.Options{Keyring: k, Now: func() time.Time { return s.now }}); err != nil {
		t.Fatal(err)
	}
	s.addURIs(uriForge)
	s.ui.opened(s.vault)
	s.ui.show(newKitView(s.ui))
	v := top[*kitView](s)
	v.own.entry.SetText(kitPassphrase)
	s.tap(v.save)
	if !v.path.wrong.Visible() {
		t.Error("the kit was renewed")
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != string(before) {
		t.Errorf("the kit was written over: %v", err)
	}
}

// A chosen folder gives the file a name where it has none.
func TestKitInAFolder(t *testing.T) {
	for path, want := range map[string]string{"/home/ada/my.kit": "/media/stick/my.kit", ".": "/media/stick/deskfob.kit", "/": "/media/stick/deskfob.kit"} {
		if got := inFolder(filepath.FromSlash("/media/stick"), filepath.FromSlash(path)); got != filepath.FromSlash(want) {
			t.Errorf("%s becomes %s", path, got)
		}
	}
}

func TestKitRefusals(t *testing.T) {
	s := newStage(t, uriCloud)
	other := filepath.Join(t.TempDir(), "letter.txt")
	if err := os.WriteFile(other, []byte("Dear Sam"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.ui.show(newKitView(s.ui))
	v := top[*kitView](s)
	v.path.entry.SetText("my.kit")
	s.tap(v.save)
	if !v.path.wrong.Visible() {
		t.Error("a relative path is taken")
	}
	v.path.entry.SetText(other)
	s.tap(v.save)
	if text, err := os.ReadFile(other); err != nil || string(text) != "Dear Sam" || !v.path.wrong.Visible() {
		t.Errorf("a letter was written over: %q, %v", text, err)
	}
	if words := strings.Fields(v.words.text); len(words) != kit.Words {
		t.Errorf("%d words are offered", len(words))
	}
	s.ui.back()
	if v.words.text != "" {
		t.Error("the words stay in the view")
	}
}

// A drill is suggested now and then, so that the passphrase is not forgotten.
func TestDrillIsSuggestedNowAndThen(t *testing.T) {
	s := newStage(t, uriCloud)
	s.keepAll()
	s.ui.openReadiness()
	v := top[*readinessView](s)
	if !v.drillHint.Visible() {
		t.Error("a kit that was never tried is not mentioned")
	}
	id := copiesHere(s)[0].ID
	err := changeRegister(s.Context(), s.vault, func(r kit.Register) (kit.Register, error) { return r.Drilled(id, s.now) })
	if err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	if v.drillHint.Visible() {
		t.Errorf("after the drill: %q", v.drillHint.text)
	}
	s.pass(drillRest)
	s.ui.changed()
	if !v.drillHint.Visible() {
		t.Error("after three months it is not suggested again")
	}
}

func TestReadinessSummary(t *testing.T) {
	for _, c := range []struct {
		counts readinessCounts
		want   string
	}{
		{readinessCounts{}, "There is no account here yet."},
		{readinessCounts{ready: 3}, "You would be back in all of your accounts at once."},
		{readinessCounts{lost: 2, stale: 1}, "You could get back into none of your accounts for certain."},
		{readinessCounts{ready: 5, recovery: 1, lost: 2}, "You would be back in 5 at once, in 1 with a recovery code, and could lose 2."},
		{readinessCounts{ready: 5, stale: 2}, "You would be back in 5 at once, and could lose 2."},
		{readinessCounts{ready: 5, recovery: 2}, "You would be back in 5 at once, and in 2 with a recovery code."},
	} {
		if got := readinessSummary(c.counts); got != c.want {
			t.Errorf("%+v: %q, want %q", c.counts, got, c.want)
		}
	}
}

// Every reason has words, and every thing to do a button.
func TestReadinessWords(t *testing.T) {
	for _, why := range []kit.Why{
		kit.WhyNoCopy, kit.WhyNoPlace, kit.WhyOldSecret, kit.WhyNoSecret, kit.WhyOldCodes, kit.WhyNoCodes,
		kit.WhyOpen, kit.WhyUnread, kit.WhySuspect, kit.WhySpent, kit.WhyEnrolment,
	} {
		if text := whyWords(kit.Readiness{Why: why}, "the kit"); !strings.HasSuffix(text, ".") {
			t.Errorf("%s: %q", why, text)
		}
	}
	if text := whyWords(kit.Readiness{Why: kit.WhySpent}, "the kit"); strings.Contains(text, "used") {
		t.Errorf("of an account that never had a code: %q", text)
	}
	for _, next := range []kit.Next{kit.NextPlace, kit.NextSave, kit.NextEnrol, kit.NextRenew, kit.NextMake, kit.NextNewCodes} {
		if nextWords(next) == "" {
			t.Errorf("%s has no words", next)
		}
	}
}
