package app

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/deskfob/deskfob/app/desktop"
	"github.com/deskfob/deskfob/vault"
)

// harness is a window on the software driver with a clock and a queue of its
// own: nothing happens unless the test makes it happen.
type harness struct {
	t     *testing.T
	ui    *UI
	now   time.Time
	queue chan func()
}

// noon is a time 12 seconds into a step: 18 seconds are left.
func noon() time.Time { return time.Date(2026, 11, 24, 12, 0, 12, 0, time.UTC) }

func newHarness(t *testing.T, accounts ...vault.Account) *harness {
	h := &harness{t: t, now: noon(), queue: make(chan func(), 100)}
	a := test.NewTempApp(t)
	a.Settings().SetTheme(newWindowTheme(themeLight))
	h.ui = New(Options{
		App:      a,
		Now:      func() time.Time { return h.now },
		Do:       func(f func()) { h.queue <- f },
		Settings: desktop.Settings{Theme: themeLight},
		Open: func(context.Context, vault.Location, Passphrase, bool) (*vault.Vault, error) {
			return &vault.Vault{}, nil
		},
	})
	h.ui.window.Resize(fyne.NewSize(460, 720))
	h.ui.opened(&vault.Vault{})
	home := h.home()
	home.all = accounts
	home.filter()
	return h
}

func (h *harness) home() *homeView { return h.ui.pages[0].view.(*homeView) }
