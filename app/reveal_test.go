package app

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
)

// TestFocusIsInSight goes through long pages with Tab in a low window: what has
// the focus is always in sight.
func TestFocusIsInSight(t *testing.T) {
	for name, open := range map[string]func(s *stage){
		"first page": func(*stage) {},
		"settings":   func(s *stage) { s.ui.openSettings() },
		"kit":        func(s *stage) { s.ui.show(newKitView(s.ui)) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			const height = 420
			s.ui.window.Resize(fyne.NewSize(460, height))
			open(s)
			c := s.ui.window.Canvas()
			seen := 0
			for _, step := range []func(){c.FocusNext, c.FocusPrevious} {
				for range 12 {
					step()
					o, ok := c.Focused().(fyne.CanvasObject)
					if !ok {
						t.Fatal("nothing has the focus")
					}
					seen++
					top := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
					if top < 0 || top+o.Size().Height > height {
						t.Errorf("%v of %q is from %.0f to %.0f in a window of %d", seen, name, top, top+o.Size().Height, height)
					}
				}
			}
		})
	}
}

// TestLongPageStaysWhereItIs reads through a page that is longer than the
// window, and whose main button is at its end: it opens at its beginning, and
// stays where it is after work in the background and a visit to another page.
func TestLongPageStaysWhereItIs(t *testing.T) {
	var uris []string
	for i := range 30 {
		uris = append(uris, fmt.Sprintf("otpauth://totp/Service%02d:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Service%02d", i, i))
	}
	s := newStage(t, uris...)
	s.ui.openReadiness()
	v := top[*readinessView](s)
	scroll, _ := scrollAround(s.ui.window.Canvas().Content(), v.renew)
	at := func(when string, want float32) {
		t.Helper()
		if scroll.Offset.Y != want {
			t.Errorf("%s the page is scrolled to %.0f, not %.0f", when, scroll.Offset.Y, want)
		}
	}
	at("opened,", 0)
	scroll.ScrollToOffset(fyne.NewPos(0, 300))
	s.tap(v.laters[5])
	at("after putting off an account,", 300)
	s.tap(v.actions[6])
	s.ui.back()
	at("after another page,", 300)
}

// TestTheKeyboardGoesOnAfterPuttingOff puts off accounts with the keyboard.
func TestTheKeyboardGoesOnAfterPuttingOff(t *testing.T) {
	s := newStage(t, uriCloud, uriForge)
	s.ui.openReadiness()
	v := top[*readinessView](s)
	c := s.ui.window.Canvas()
	c.Focus(v.laters[1])
	s.press(fyne.KeySpace)
	if c.Focused() != fyne.Focusable(v.actions[1]) {
		t.Errorf("the focus is at %v, not at the account's other button", c.Focused())
	}
}

// TestPagesScrollByKeyboard reads the list of keys in a low window.
func TestPagesScrollByKeyboard(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.window.Resize(fyne.NewSize(400, 320))
	s.press(fyne.KeyF1)
	v := top[*helpView](s)
	scroll, _ := scrollAround(s.ui.window.Canvas().Content(), v.back)
	end := scroll.Content.Size().Height - scroll.Size().Height
	for _, c := range []struct {
		key  fyne.KeyName
		want float32
	}{
		{fyne.KeyDown, keyScroll},
		{fyne.KeyPageDown, keyScroll + 320 - keyScroll},
		{fyne.KeyPageUp, min(320, end) - (320 - keyScroll)},
		{fyne.KeyUp, 0},
		{fyne.KeyUp, 0},
		{fyne.KeyEnd, end},
		{fyne.KeyPageDown, end},
		{fyne.KeyHome, 0},
	} {
		s.press(c.key)
		if got := scroll.Offset.Y; got != min(c.want, end) {
			t.Errorf("after %s the page is scrolled to %.0f, not %.0f", c.key, got, c.want)
		}
	}
}
