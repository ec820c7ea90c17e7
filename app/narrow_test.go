package app

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/clock"
	"github.com/deskfob/deskfob/vault/kit"
)

// TestPagesFitANarrowWindow shows pages in a window of 380 units: nothing on
// them may ask for more.
func TestPagesFitANarrowWindow(t *testing.T) {
	for name, open := range map[string]func(s *stage){
		"kit": func(s *stage) {
			v := newKitView(s.ui)
			s.ui.show(v)
			v.words.setText("electrocardiogram uncomfortable undertaking overstatement thunderstorm unquestioned")
			v.way.choose(wordsOffered)
			if !v.words.Visible() {
				s.Fatal("the words are not in sight")
			}
		},
		"readiness":      func(s *stage) { s.ui.openReadiness() },
		"copies":         func(s *stage) { s.ui.show(newCopiesView(s.ui)) },
		"copy made":      func(s *stage) { s.ui.show(newCopyMadeView(s.ui, s.ui.register().Copies[0], s.vault.Accounts())) },
		"sheet":          func(s *stage) { s.ui.show(newSheetView(s.ui)) },
		"check":          func(s *stage) { s.ui.openCheck(nil) },
		"restore":        func(s *stage) { s.ui.show(newRestoreView(s.ui, "/media/stick/deskfob.kit")) },
		"new passphrase": func(s *stage) { s.ui.openNewPassphrase() },
		"change passphrase": func(s *stage) {
			if err := s.vault.SetPassphrase(s.Context(), []byte("right horse")); err != nil {
				s.Fatal(err)
			}
			s.ui.openNewPassphrase()
		},
		"settings": func(s *stage) { s.ui.openSettings() },
		"trash": func(s *stage) {
			if _, err := s.vault.Delete(s.Context(), s.account("The Northern").ID); err != nil {
				s.Fatal(err)
			}
			s.ui.changed()
			s.ui.openTrash()
			s.drain()
		},
		"delete":        func(s *stage) { s.ui.openDelete(s.account("The Northern").ID) },
		"confirm":       func(s *stage) { s.ui.intakeText(uriServer) },
		"confirm over":  func(s *stage) { s.ui.intakeText(uriCloudAgain) },
		"recovery code": func(s *stage) { s.ui.show(newSaveRecoveryView(s.ui, s.account("Example Cloud").ID, afterEnrolment)) },
		"code used": func(s *stage) {
			if err := s.vault.SetRecovery(s.Context(), s.account("Example Cloud").ID, vault.RecoverySet{Codes: secrets("K6LGLV3RSH3VERMKET8L7QKU")}); err != nil {
				s.Fatal(err)
			}
			v := newUsedRecoveryView(s.ui, s.account("Example Cloud"), false)
			s.ui.show(v)
			v.put("K6LGLV3RSH3VERMKET8L7QKUK6LGLV3RSH3VERMKET8L7QKU")
		},
		"code of a list used": func(s *stage) {
			id := s.account("Example Cloud").ID
			if err := s.vault.SetRecovery(s.Context(), id, vault.RecoverySet{Codes: secrets("aaaaaa-111111", "bbbbbb-222222", "cccccc-333333")}); err != nil {
				s.Fatal(err)
			}
			v := newUsedRecoveryView(s.ui, s.account("Example Cloud"), true)
			s.ui.show(v)
			s.tap(v.worked)
		},
		"removal code used": func(s *stage) {
			id := s.account("The Northern").ID
			if err := s.vault.SetRecovery(s.Context(), id, vault.RecoverySet{Kind: vault.RecoveryRemoval, Codes: secrets("R12345")}); err != nil {
				s.Fatal(err)
			}
			v := newUsedRecoveryView(s.ui, s.account("The Northern"), false)
			s.ui.show(v)
			s.tap(v.worked)
		},
		"code failed": func(s *stage) {
			id := s.account("The Northern").ID
			if err := s.vault.SetRecovery(s.Context(), id, vault.RecoverySet{Codes: secrets("K6LGLV3RSH3VERMKET8L7QKU")}); err != nil {
				s.Fatal(err)
			}
			v := newUsedRecoveryView(s.ui, s.account("The Northern"), false)
			s.ui.show(v)
			s.tap(v.failed)
		},
		"pasted list": func(s *stage) {
			v := newSaveRecoveryView(s.ui, s.account("The Northern").ID, afterUse)
			s.ui.show(v)
			v.input.field.entry.SetText("1. aaaaaa-1111111\n2. bbbbbb-2222222\n3. cccccc-3333333")
		},
		"ask again": func(s *stage) { s.ui.show(newAskAgainView(s.ui, func() {})) },
		"account":   func(s *stage) { s.ui.openAccount(s.account("The Northern").ID) },
		"more":      func(s *stage) { s.ui.show(newMoreView(s.ui, s.account("The Northern").ID)) },
		"latest": func(s *stage) {
			if err := s.vault.SetRecovery(s.Context(), s.account("The Northern").ID, vault.RecoverySet{Codes: secrets("aaaaaa-111111", "bbbbbb-222222")}); err != nil {
				s.Fatal(err)
			}
			s.ui.openLatest()
			s.tap(top[*latestView](s).rows[0].latest)
		},
		"rejected": func(s *stage) {
			s.ui.o.ClockOffset = func(context.Context, []string) (clock.Result, error) { return clock.Result{}, nil }
			v := newRejectedView(s.ui, s.account("The Northern"))
			s.ui.show(v)
			s.tap(v.check)
		},
		"kit step": func(s *stage) { s.ui.show(newKitStepView(s.ui, s.account("The Northern"), kit.StateLost)) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, uriCloud, uriLibrary)
			s.keepAll()
			s.ui.window.Resize(fyne.NewSize(380, 640))
			home := s.ui.top()
			open(s)
			if s.ui.top() == home {
				t.Fatal("no page was opened")
			}
			scrolls := scrollsIn(s.ui.top().object())
			if len(scrolls) == 0 {
				t.Fatal("the page does not scroll")
			}
			for _, scroll := range scrolls {
				if wants, has := scroll.Content.MinSize().Width, scroll.Size().Width; wants > has || has == 0 {
					t.Errorf("the page needs %.0f units of width and has %.0f", wants, has)
				}
			}
		})
	}
}

// scrollsIn is what scrolls in a page.
func scrollsIn(o fyne.CanvasObject) (found []*container.Scroll) {
	switch o := o.(type) {
	case *container.Scroll:
		return []*container.Scroll{o}
	case *fyne.Container:
		for _, part := range o.Objects {
			found = append(found, scrollsIn(part)...)
		}
	}
	return found
}

// textOf is what the paragraphs of a page say.
func textOf(o fyne.CanvasObject) string {
	var all []string
	switch o := o.(type) {
	case *paragraph:
		return o.text
	case *container.Scroll:
		return textOf(o.Content)
	case *card:
		return textOf(o.content)
	case *fyne.Container:
		for _, part := range o.Objects {
			all = append(all, textOf(part))
		}
	}
	return strings.Join(all, "\n")
}
