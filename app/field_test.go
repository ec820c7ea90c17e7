package app

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestTypingGoesOnAfterWhatIsThere types into a field that was filled before.
func TestTypingGoesOnAfterWhatIsThere(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.openRename(s.account("Example Cloud").ID)
	for _, r := range " 2é" {
		s.ui.window.Canvas().Focused().TypedRune(r)
	}
	s.press(fyne.KeyReturn)
	if got := s.vault.Accounts()[0].Issuer; got != "Example Cloud 2é" {
		t.Errorf("the issuer is %q", got)
	}
}
