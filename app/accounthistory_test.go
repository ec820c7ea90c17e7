package app

import (
	"slices"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// The account's page tells where its copies are and what happened.
func TestCopiesAndHistory(t *testing.T) {
	s, v := openOn(t, uriWiki, "Lab Wiki", "aaa1-bbb1", "aaa2-bbb2")
	s.keepAll()
	s.tap(v.more)
	more := top[*moreView](s)
	if got := allText(more.seen); !slices.Contains(got, "current") || !slices.Contains(got, "USB stick in the desk") {
		t.Errorf("it says %q", got)
	}
	if err := s.vault.SetRecovery(t.Context(), v.id, vault.RecoverySet{Codes: secrets("ccc1-bbb1", "ccc2-bbb2")}); err != nil {
		t.Fatal(err)
	}
	s.ui.changed()
	got := allText(more.seen)
	for _, want := range []string{"out of date", "Kit of 24 Nov 2026, before this list", "replaced by newer ones", "saved and read back"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is missing in %q", want, got)
		}
	}
}
