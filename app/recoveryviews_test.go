package app

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/deskfob/deskfob/vault"
)

// use begins to use the recovery code of the account in sight.
func (s *stage) use(v *accountView) *usedRecoveryView {
	s.Helper()
	s.tap(v.recovery.use)
	return top[*usedRecoveryView](s)
}

// live are the live codes of an account.
func (s *stage) live(id string) []string {
	s.Helper()
	codes, err := s.vault.RecoveryCodes(s.Context(), id)
	if err != nil && !errors.Is(err, vault.ErrNoRecovery) {
		s.Fatal(err)
	}
	return exposed(codes)
}

// A rotating code is copied and shown; once it worked, the new one is asked
// for at once.
func TestRotate(t *testing.T) {
	s, v := openOn(t, uriCloud, "Example Cloud", "OLD1-CODE-2345")
	used := s.use(v)
	if used.shown.text != "OLD1-CODE-2345" || s.clipboard() != "OLD1-CODE-2345" {
		t.Fatalf("shown %q, copied %q", used.shown.text, s.clipboard())
	}
	s.tap(used.worked)
	if s.clipboard() != "" {
		t.Error("the used code is still in the clipboard")
	}
	save := top[*saveRecoveryView](s)
	save.input.field.entry.SetText("NEW1-CODE-6789")
	s.press(fyne.KeyReturn)
	if got := s.live(v.id); !slices.Equal(got, []string{"NEW1-CODE-6789"}) {
		t.Errorf("live are %v", got)
	}
	if save.until.IsZero() {
		t.Error("the new code is not shown for comparing")
	}
	s.press(fyne.KeyReturn)
	top[*accountView](s)
	s.tap(v.recovery.copy)
	if s.clipboard() != "NEW1-CODE-6789" {
		t.Errorf("offered is %q", s.clipboard())
	}
}

// Left without the new code, the account and the list say so until one is
// saved, and the old one is never offered again.
func TestUsedWithoutSuccessor(t *testing.T) {
	s, v := openOn(t, uriCloud, "Example Cloud", "OLD1-CODE-2345")
	s.tap(s.use(v).worked)
	s.press(fyne.KeyEscape)
	top[*accountView](s)
	if a := s.account("Example Cloud"); a.Recovery.State != vault.RecoveryOpen || len(s.live(v.id)) != 0 {
		t.Fatalf("the state is %s", a.Recovery.State)
	}
	if got := s.ui.pages[0].view.(*homeView).rows[v.id].badgeWords(); got != "save new code" {
		t.Errorf("the list says %q", got)
	}
	if v.recovery.save.kind != buttonPrimary || v.recovery.save.text != "Save new code" {
		t.Errorf("the task is %q", v.recovery.save.text)
	}
	s.tap(v.recovery.save)
	save := top[*saveRecoveryView](s)
	save.input.field.entry.SetText("NEW1-CODE-6789")
	s.tap(save.save)
	s.tap(save.done)
	if a := s.account("Example Cloud"); a.Recovery.State != vault.RecoveryLive {
		t.Errorf("the state is %s", a.Recovery.State)
	}
}

func TestUsedButFailed(t *testing.T) {
	s, v := openOn(t, uriCloud, "Example Cloud", "OLD1-CODE-2345")
	used := s.use(v)
	s.tap(used.failed)
	if a := s.account("Example Cloud"); a.Recovery.State != vault.RecoverySuspect || a.Recovery.Left != 1 {
		t.Errorf("the state is %s with %d left", a.Recovery.State, a.Recovery.Left)
	}
	s.tap(used.next)
	again := top[*usedRecoveryView](s)
	if again == used || again.shown.text != "OLD1-CODE-2345" {
		t.Errorf("tried again is %q", again.shown.text)
	}
	s.tap(again.cancel)
	top[*accountView](s)
	if a := s.account("Example Cloud"); a.Recovery.Left != 1 {
		t.Error("Not used used the code up")
	}
}

// Of a list the codes are used one after the other; one that failed goes
// behind the others.
func TestListOfCodes(t *testing.T) {
	s, v := openOn(t, uriWiki, "Lab Wiki", "aaa1-bbb1", "aaa2-bbb2", "aaa3-bbb3", "aaa4-bbb4")
	used := s.use(v)
	s.tap(used.failed)
	s.tap(used.next)
	used = top[*usedRecoveryView](s)
	if used.shown.text != "aaa2-bbb2" {
		t.Fatalf("after the first came %q", used.shown.text)
	}
	s.tap(used.worked)
	if used.save.Visible() || used.primary != used.done {
		t.Error("with three left a new list is asked for")
	}
	s.press(fyne.KeyReturn)
	for left := 2; left >= 0; left-- {
		used = s.use(v)
		s.tap(used.worked)
		if a := s.account("Lab Wiki"); a.Recovery.Left != left {
			t.Fatalf("%d left, want %d", a.Recovery.Left, left)
		}
		if used.primary != used.save {
			t.Errorf("with %d left no new list is asked for", left)
		}
		s.tap(used.done)
	}
	if v.recovery.save.text != "Paste new list" || v.recovery.save.kind != buttonPrimary {
		t.Errorf("the task is %q", v.recovery.save.text)
	}
}

// A code that was used without Deskfob is never shown, and may be any of a list.
func TestUsedElsewhere(t *testing.T) {
	s, v := openOn(t, uriWiki, "Lab Wiki", "aaa1-bbb1", "aaa2-bbb2", "aaa3-bbb3")
	s.tap(v.recovery.used)
	used := top[*usedRecoveryView](s)
	used.which.entry.SetText("zzz9-zzz9")
	s.tap(used.worked)
	if !used.which.wrong.Visible() || len(s.live(v.id)) != 3 {
		t.Fatal("a code that is not in the list was ticked")
	}
	used.which.entry.SetText("AAA2 BBB2")
	s.tap(used.worked)
	if got := s.live(v.id); !slices.Equal(got, []string{"aaa1-bbb1", "aaa3-bbb3"}) {
		t.Errorf("live are %v", got)
	}
	if s.clipboard() != "" {
		t.Error("a code was copied")
	}
}

func TestRemovalCodeUsed(t *testing.T) {
	for name, next := range map[string]func(s *stage, v *usedRecoveryView){
		"set up again": func(s *stage, v *usedRecoveryView) {
			id := v.account.ID
			s.tap(v.enrol)
			top[*addView](s)
			s.ui.intakeText(uriServer)
			if got := top[*confirmView](s).over; got == nil || got.ID != id {
				t.Error("the new code is not meant for the account")
			}
		},
		"delete": func(s *stage, v *usedRecoveryView) {
			s.tap(v.erase)
			s.tap(top[*deleteView](s).remove)
			if len(s.vault.Accounts()) != 0 {
				t.Error("the account is still there")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, uriCloud)
			id := s.account("Example Cloud").ID
			if err := s.vault.SetRecovery(t.Context(), id, vault.RecoverySet{Kind: vault.RecoveryRemoval, Codes: secrets("R12345")}); err != nil {
				t.Fatal(err)
			}
			s.ui.changed()
			s.ui.openAccount(id)
			used := s.use(top[*accountView](s))
			s.tap(used.worked)
			next(s, used)
		})
	}
}

// The code is masked like a revealed one, and can be shown again; when another
// window answered meanwhile, the question is gone.
func TestUsedCodeHides(t *testing.T) {
	const code = "OLD1-CODE-2345"
	s, v := openOn(t, uriCloud, "Example Cloud", code)
	used := s.use(v)
	for name, away := range map[string]func(){
		"after 30 s": func() { s.pass(revealTime) },
		"focus lost": func() { s.ui.outOfSight() },
	} {
		if away(); used.shown.text == code || used.code != "" {
			t.Errorf("%s: it is still shown", name)
		}
		s.tap(used.again)
		if used.shown.text != code {
			t.Errorf("%s: shown again is %q", name, used.shown.text)
		}
	}
	if err := s.vault.SetRecovery(t.Context(), v.id, vault.RecoverySet{Codes: secrets("NEW1-CODE-6789")}); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	top[*accountView](s)
}

// What is pasted is shown apart, and its kind can be corrected.
func TestRecoveryPreview(t *testing.T) {
	s, v := openOn(t, uriCloud, "Example Cloud")
	s.tap(v.recovery.save)
	save := top[*saveRecoveryView](s)
	in := save.input
	if !save.save.disabled || in.preview.Visible() || in.kinds.Visible() {
		t.Error("there is nothing to save yet")
	}
	in.field.entry.SetText("These are words of a sentence, and nothing else is here.")
	s.tap(save.save)
	if !in.field.wrong.Visible() {
		t.Error("a sentence was taken for a code")
	}
	in.field.entry.SetText("1. aaaa-1111\n2. bbbb-2222 (used)\n3. cccc-3333")
	if !in.preview.Visible() || !in.used.Visible() || in.kindNow() != vault.RecoveryList || len(in.found.Codes) != 2 {
		t.Errorf("%d codes, kind %s, %q", len(in.found.Codes), in.kindNow(), in.used.text)
	}
	if !in.kind.get(string(vault.RecoveryRotating)).disabled {
		t.Error("several codes can be one that rotates")
	}
	in.field.entry.SetText("R12345")
	if in.kindNow() != vault.RecoveryRemoval {
		t.Errorf("the kind is %s", in.kindNow())
	}
	in.field.entry.SetText("K6LGLV3RSH3V")
	s.tap(in.kind.get(string(vault.RecoveryRemoval)))
	s.tap(save.save)
	if a := s.account("Example Cloud"); a.Recovery.Kind != vault.RecoveryRemoval {
		t.Errorf("the kind is %s", a.Recovery.Kind)
	}
	s.pass(2 * time.Minute) // nobody pressed Done
	top[*accountView](s)
}

func TestPictureAsTextIsRefused(t *testing.T) {
	s, v := openOn(t, uriCloud, "Example Cloud")
	s.tap(v.recovery.save)
	in := top[*saveRecoveryView](s).input
	in.field.entry.SetText("\x89PNG\r\n\x1a\n\x00\x00")
	if !in.field.wrong.Visible() || !strings.Contains(in.field.wrong.text, "picture") {
		t.Errorf("it says %q", in.field.wrong.text)
	}
}

// Only a code that was typed is parted for comparing: a pasted one is the page's.
func TestTypedCodeIsComparedInGroups(t *testing.T) {
	for _, typed := range []bool{true, false} {
		s, v := openOn(t, uriCloud, "Example Cloud")
		s.tap(v.recovery.save)
		save := top[*saveRecoveryView](s)
		if typed {
			for _, r := range "K6LGLV3RSH" {
				save.input.field.entry.TypedRune(r)
			}
		} else {
			save.input.field.entry.SetText("K6LGLV3RSH")
		}
		s.tap(save.save)
		want := map[bool]string{true: "K6LG LV3R SH", false: "K6LGLV3RSH"}[typed]
		if got := allText(save.page.Container); !slices.Contains(got, want) {
			t.Errorf("typed %v: shown is %q", typed, got)
		}
		if got := s.live(v.id); !slices.Equal(got, []string{"K6LGLV3RSH"}) {
			t.Errorf("saved is %v", got)
		}
	}
}

// With the setting on, codes need the passphrase each time.
func TestAskBeforeShowing(t *testing.T) {
	s := newGuardedStage(t, uriCloud)
	id := s.account("Example Cloud").ID
	if err := s.vault.SetRecovery(t.Context(), id, vault.RecoverySet{Codes: secrets("OLD1-CODE-2345")}); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	s.ui.openSettings()
	settings := top[*settingsView](s)
	settings.askRecovery.set(true)
	if !s.saved.AskRecovery {
		t.Fatal("the choice was not saved")
	}
	s.ui.home()
	s.ui.openAccount(id)
	p := top[*accountView](s).recovery
	for name, b := range map[string]*button{"reveal": p.reveal, "copy": p.copy, "use": p.use} {
		s.tap(b)
		again := top[*askAgainView](s)
		again.passphrase.entry.SetText("wrong")
		s.tap(again.show)
		if !again.passphrase.wrong.Visible() || len(p.codes) > 0 || s.clipboard() != "" {
			t.Fatalf("%s: a wrong passphrase was taken", name)
		}
		again.passphrase.entry.SetText(stagePassphrase)
		s.press(fyne.KeyReturn)
		if len(p.codes) == 0 && s.clipboard() != "OLD1-CODE-2345" {
			t.Errorf("%s: nothing came of the passphrase", name)
		}
		p.hide()
		s.ui.clearClipboard()
		if used, ok := s.ui.top().(*usedRecoveryView); ok {
			s.tap(used.cancel)
		}
	}
	s.ui.home()
	s.ui.openSettings()
	settings = top[*settingsView](s)
	settings.askRecovery.set(false)
	again := top[*askAgainView](s)
	if !s.saved.AskRecovery {
		t.Fatal("it was switched off without the passphrase")
	}
	again.passphrase.entry.SetText(stagePassphrase)
	s.tap(again.show)
	if s.saved.AskRecovery || settings.askRecovery.checked {
		t.Error("it was not switched off")
	}
}

// allText is what the labels, paragraphs and badges among objects say.
func allText(objects ...fyne.CanvasObject) []string {
	var all []string
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		switch o := o.(type) {
		case *label:
			all = append(all, o.text)
		case *paragraph:
			all = append(all, o.text)
		case *badge:
			all = append(all, o.text)
		case *card:
			all = append(all, allText(o.content)...)
		case *fyne.Container:
			all = append(all, allText(o.Objects...)...)
		case *container.Scroll:
			all = append(all, allText(o.Content)...)
		}
	}
	return all
}

// Locking takes the code out of the window, whatever is being asked.
func TestLockWhileACodeIsUsed(t *testing.T) {
	s := newGuardedStage(t, uriCloud)
	id := s.account("Example Cloud").ID
	if err := s.vault.SetRecovery(t.Context(), id, vault.RecoverySet{Codes: secrets("OLD1-CODE-2345")}); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	s.ui.openAccount(id)
	used := s.use(top[*accountView](s))
	used.worked.Tapped(nil) // and while that is being saved
	s.ui.lockByHand()
	s.drain()
	s.mustBeLocked()
	if used.code != "" || used.shown.text == "OLD1-CODE-2345" || s.clipboard() != "" {
		t.Error("the code is still there")
	}
}
