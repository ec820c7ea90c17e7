package app

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

func TestClipboardIsClearedIfItIsOurs(t *testing.T) {
	s := newStage(t, uriCloud)
	s.shown("Example Cloud").Tapped(&fyne.PointEvent{})
	s.pass(clipboardTime - time.Second)
	if s.clipboard() == "" {
		t.Fatal("the clipboard was cleared too early")
	}
	s.pass(time.Second)
	if got := s.clipboard(); got != "" {
		t.Errorf("the clipboard still holds %q", got)
	}

	s.shown("Example Cloud").Tapped(&fyne.PointEvent{})
	s.ui.o.App.Clipboard().SetContent("the person's own")
	s.pass(time.Hour)
	if got := s.clipboard(); got != "the person's own" {
		t.Errorf("the clipboard holds %q", got)
	}

	s.shown("Example Cloud").Tapped(&fyne.PointEvent{})
	s.ui.close()
	if got := s.clipboard(); got != "" {
		t.Errorf("the window closed and the clipboard still holds %q", got)
	}
}
