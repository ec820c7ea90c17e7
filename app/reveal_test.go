package app

import (
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
