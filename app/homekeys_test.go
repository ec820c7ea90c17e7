package app

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// typeText types into what has the focus, as a keyboard does.
func (s *stage) typeText(text string) {
	for _, r := range text {
		if focused := s.ui.window.Canvas().Focused(); focused != nil {
			focused.TypedRune(r)
		} else {
			s.ui.window.Canvas().OnTypedRune()(r)
		}
	}
}

// ctrl presses Ctrl and a key.
func (s *stage) ctrl(key fyne.KeyName) {
	shortcut := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
	target, ok := s.ui.window.Canvas().Focused().(fyne.Shortcutable)
	if !ok {
		target = s.ui.window.Canvas().(fyne.Shortcutable)
	}
	target.TypedShortcut(shortcut)
	s.drain()
}

func TestKeysMoveAndCopy(t *testing.T) {
	s := newStage(t, uriCloud, uriForge, uriServer)
	s.press(fyne.KeyDown)
	s.press(fyne.KeyDown)
	s.press(fyne.KeyReturn)
	if got, want := s.clipboard(), s.code("Git Forge"); got != want {
		t.Errorf("the clipboard holds %q, want the second account's %q", got, want)
	}
	s.ctrl(fyne.Key3)
	if got, want := s.clipboard(), s.code("Home Server"); got != want {
		t.Errorf("the clipboard holds %q, want the third account's %q", got, want)
	}
	s.ctrl(fyne.Key9) // there is none
	if got, want := s.clipboard(), s.code("Home Server"); got != want {
		t.Errorf("the clipboard holds %q, want %q as before", got, want)
	}
	s.press(fyne.KeyRight)
	if top[*accountView](s).id != s.account("Home Server").ID {
		t.Error("the right arrow does not show the chosen account")
	}
	s.press(fyne.KeyEscape)
	top[*homeView](s)
	s.press(fyne.KeyF1)
	top[*helpView](s)
}

func TestKeysChooseAnEndOfTheListFirst(t *testing.T) {
	for key, want := range map[fyne.KeyName]string{
		fyne.KeyHome: "Example Cloud", fyne.KeyDown: "Example Cloud",
		fyne.KeyEnd: "Home Server", fyne.KeyUp: "Home Server",
	} {
		s := newStage(t, uriCloud, uriForge, uriServer)
		s.press(key)
		if got := top[*homeView](s).selected; got != s.account(want).ID {
			t.Errorf("%s with nothing chosen does not choose %s", key, want)
		}
	}
}

func TestFoundAccountIsShownWithTheRightArrow(t *testing.T) {
	s := newStage(t, uriCloud, uriForge, uriServer)
	s.typeText("ho")
	s.press(fyne.KeyLeft)
	s.press(fyne.KeyRight) // back to the end of the text
	top[*homeView](s)
	s.press(fyne.KeyRight)
	if top[*accountView](s).id != s.account("Home Server").ID {
		t.Error("another account is shown")
	}
}

func TestTypingSearches(t *testing.T) {
	s := newStage(t, uriCloud, uriForge, uriServer)
	home := top[*homeView](s)
	s.typeText("ho")
	if len(home.shown) != 1 || home.shown[0].Issuer != "Home Server" {
		t.Fatalf("%d accounts are shown", len(home.shown))
	}
	s.press(fyne.KeyReturn)
	if got, want := s.clipboard(), s.code("Home Server"); got != want {
		t.Errorf("the clipboard holds %q, want %q", got, want)
	}
	s.typeText("zz")
	if home.nothing.Hidden || len(home.shown) != 0 {
		t.Error("nothing says that no account fits")
	}
	s.press(fyne.KeyEscape)
	if home.search.Text != "" || len(home.shown) != 3 || !home.nothing.Hidden {
		t.Errorf("Escape leaves %q and %d accounts", home.search.Text, len(home.shown))
	}
	top[*homeView](s)
}

func TestTypingSearchesFromAButton(t *testing.T) {
	s := newStage(t, uriCloud, uriForge)
	s.ui.window.Canvas().Focus(top[*homeView](s).addButton)
	s.typeText("gi")
	if got := top[*homeView](s).search.Text; got != "gi" {
		t.Errorf("the search holds %q", got)
	}
}

func TestSearchGivesTheFocusBack(t *testing.T) {
	s := newStage(t, uriCloud)
	s.typeText("e")
	s.pass(searchRest - time.Second)
	if s.ui.window.Canvas().Focused() == nil {
		t.Fatal("the search lost the focus too early")
	}
	s.pass(time.Second)
	if s.ui.window.Canvas().Focused() != nil {
		t.Error("the search keeps the focus, and its cursor draws")
	}
	s.typeText("x")
	if got := top[*homeView](s).search.Text; got != "ex" {
		t.Errorf("typing on gave %q", got)
	}
}
