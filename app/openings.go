package app

import (
	"context"
	"errors"
	"image"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/vault"
)

// openAdd shows the ways to add an account.
func (u *UI) openAdd() {}

// openConfirm shows accounts that were found, before anything is saved. others
// says for each other code that was found why it is no enrolment.
func (u *UI) openConfirm(accounts []vault.Account, others []error) {}

// openAccount shows one account: beside the list in a wide window, else over it.
func (u *UI) openAccount(id string) {}

// openRename asks for an account's new names.
func (u *UI) openRename(id string) {}

// openDelete asks whether to delete an account.
func (u *UI) openDelete(id string) {}

// openTrouble says why the vault cannot be used, and what can be done.
func (u *UI) openTrouble(err error) {}

// askPassphrase is the Passphrase of Options.Open.
func (u *UI) askPassphrase(ctx context.Context, create bool) ([]byte, error) {
	return nil, vault.ErrNoPassphrase
}

// intakeText takes what was pasted or given at the start: a picture's path or a key URI.
func (u *UI) intakeText(text string) {}

// intakePaths takes the pictures that were dropped on the window.
func (u *UI) intakePaths(paths []string) {}

// pathsOf are the paths of files among uris.
func pathsOf(uris []fyne.URI) []string {
	var paths []string
	for _, uri := range uris {
		if uri.Scheme() == "file" {
			paths = append(paths, uri.Path())
		}
	}
	return paths
}

func (u *UI) openPicture()               {}
func (u *UI) openByHand(s *vault.Secret) {}
func (u *UI) openNothing(err ...error)   {}
func messageOf(err error) errorText      { return errorText{err} }

type errorText struct{ error }

func (e errorText) String() string { return e.Error() }

type findings struct {
	accounts []vault.Account
	others   []error
}

func (u *UI) intake(read func(ctx context.Context) (findings, error))        {}
func readImages(ctx context.Context, images []image.Image) (findings, error) { return findings{}, nil }
func ctxEnded(err error) bool                                                { return errors.Is(err, context.Canceled) }

type accountView struct{}

func newAccountView(u *UI, id string) *accountView { return &accountView{} }
func (v *accountView) object() fyne.CanvasObject   { return newLabel("account", styleHeading()) }
func (v *accountView) focus()                      {}
