package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestWindowFitsTheDisplay(t *testing.T) {
	for name, tt := range map[string]struct {
		room  int
		scale float32
		want  fyne.Size
	}{
		"not known":        {0, 1, fyne.NewSize(460, 720)},
		"room enough":      {1053, 1, fyne.NewSize(460, 720)},
		"a small laptop":   {741, 1, fyne.NewSize(460, 701)},
		"at 150 per cent":  {1024, 1.5, fyne.NewSize(460, 642)},
		"hardly any":       {300, 1, fyne.NewSize(460, 400)},
		"a large and fine": {2000, 2, fyne.NewSize(460, 720)},
	} {
		s := newClosedStage(t)
		s.ui.o.RoomHeight = tt.room
		s.ui.window.Canvas().(test.WindowlessCanvas).SetScale(tt.scale)
		s.ui.fit()
		if got := s.ui.window.Canvas().Size(); fyne.NewSize(got.Width, float32(int(got.Height))) != tt.want {
			t.Errorf("%s: the window is %v, want %v", name, got, tt.want)
		}
	}
}
