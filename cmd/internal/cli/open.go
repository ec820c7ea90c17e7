package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/deskfob/deskfob/vault"
)

// chooseVault says which vault is meant: the flag, the environment, the
// window's choice, the keyring, in that order.
func (s *session) chooseVault() (vault.Location, error) {
	text, source := s.location, "--vault"
	if text == "" {
		text, source = s.Getenv("DESKFOB_VAULT"), "DESKFOB_VAULT"
	}
	if text == "" {
		saved, err := s.SavedVault()
		if err != nil {
			return vault.Location{}, fail(ExitUnavailable, settingsUnreadable)
		}
		text, source = saved, "the window's settings file"
	}
	if text == "" {
		return vault.Location{}, nil
	}
	location, err := vault.ParseLocation(text)
	if err != nil {
		return vault.Location{}, usage("", badLocation(source))
	}
	return location, nil
}

// purpose is what a command opens the vault for.
type purpose int

const (
	toRead purpose = iota
	toChange
	toAdd // the one purpose for which a file may be created
)

// opening says which vault to open, and how.
type opening struct {
	location   vault.Location
	purpose    purpose
	passphrase func(ctx context.Context, create bool) ([]byte, error)
	mustExist  bool // a keyring without a vault is no vault, either
	protect    bool // a new vault gets a passphrase wherever it is
}

// open opens the chosen vault and tells what is wrong with it.
func (s *session) open(ctx context.Context, p purpose) (*vault.Vault, error) {
	location, err := s.chooseVault()
	if err != nil {
		return nil, err
	}
	return s.openAt(ctx, opening{location: location, purpose: p, passphrase: s.passphrase})
}

// openAt opens any vault and tells what is wrong with it.
func (s *session) openAt(ctx context.Context, how opening) (*vault.Vault, error) {
	o, err := s.vaultOptions()
	if err != nil {
		return nil, err
	}
	s.warnOfOthers(how.location)
	asker := &passphraseAsker{passphrase: how.passphrase}
	o.Passphrase = asker.ask
	o.MustExist = how.mustExist || how.location.File != "" && how.purpose != toAdd
	o.RequirePassphrase = how.protect
	v, err := s.OpenVault(ctx, how.location, o)
	if errors.Is(err, vault.ErrVaultGone) && how.purpose == toAdd && s.Terminal != nil {
		v, err = s.startAnew(ctx, how.location, o, err)
	}
	if err != nil {
		return nil, asker.reason(&locatedError{how.location, err})
	}
	if err := s.notices(ctx, v, how.purpose); err != nil {
		v.Close()
		return nil, err
	}
	return v, nil
}

// vaultOptions are what all vaults of this computer have in common.
func (s *session) vaultOptions() (vault.Options, error) {
	dir, err := s.DataDir()
	if err != nil {
		return vault.Options{}, fail(ExitUnavailable, noDataFolder)
	}
	return vault.Options{Dir: dir, Now: s.Now}, nil
}

// startAnew asks whether to begin with an empty vault where one is gone.
func (s *session) startAnew(ctx context.Context, l vault.Location, o vault.Options, gone error) (*vault.Vault, error) {
	answer, err := s.Terminal.Line(ctx, askForget)
	if err != nil {
		return nil, err
	}
	if !strings.EqualFold(answer, "yes") {
		return nil, gone
	}
	if err := s.Forget(ctx, l, o); err != nil {
		return nil, err
	}
	return s.OpenVault(ctx, l, o)
}

// notices tells what Open found.
func (s *session) notices(ctx context.Context, v *vault.Vault, p purpose) error {
	for _, notice := range v.Notices() {
		s.tell(noticeText(notice))
	}
	if p == toRead {
		return nil
	}
	return s.accept(ctx, v)
}

// accept comes before a change. An older vault, or one from another computer,
// takes no changes until a person has said that it is the right one; without a
// terminal the change fails.
func (s *session) accept(ctx context.Context, v *vault.Vault) error {
	if s.Terminal == nil || !slices.ContainsFunc(v.Notices(), isUnsure) {
		return nil
	}
	answer, err := s.Terminal.Line(ctx, askAccept)
	if err != nil {
		return err
	}
	if !strings.EqualFold(answer, "yes") {
		return fail(ExitUnavailable, notAccepted)
	}
	return v.AcceptOlder(ctx)
}

// isUnsure reports whether a notice keeps the vault from taking changes.
func isUnsure(n vault.Notice) bool {
	return errors.Is(n.Err, vault.ErrOlder) || errors.Is(n.Err, vault.ErrForeign)
}

// warnOfOthers warns when other users can write in the folder of a file vault:
// they could put an older copy in its place.
func (s *session) warnOfOthers(location vault.Location) {
	if location.File == "" {
		return
	}
	if folder := vault.OpenFolder(location.File); folder != "" {
		s.tell(folderOpenToOthers(folder))
	}
}

// account opens the vault and finds the one account a query means. The caller
// closes the vault.
func (s *session) account(ctx context.Context, query string, p purpose) (*vault.Vault, vault.Account, error) {
	if query == "" {
		return nil, vault.Account{}, fail(ExitUsage, emptyQuery)
	}
	v, err := s.open(ctx, p)
	if err != nil {
		return nil, vault.Account{}, err
	}
	found, err := s.find(v, query)
	if err != nil {
		v.Close()
		return nil, vault.Account{}, err
	}
	return v, found, nil
}

// find finds the one account of an open vault that a query means.
func (s *session) find(v *vault.Vault, query string) (vault.Account, error) {
	if query == "" {
		return vault.Account{}, fail(ExitUsage, emptyQuery)
	}
	found := v.Find(query)
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return vault.Account{}, fail(ExitNothing, noSuchAccount)
	}
	s.tell(severalAccounts)
	for _, a := range found {
		s.tell("  " + accountLine(a))
	}
	return vault.Account{}, fail(ExitAmbiguous, takeAnID)
}

// passphraseAsker answers the vault's question for its passphrase and
// remembers why it could not, which says more than the vault's error.
type passphraseAsker struct {
	passphrase func(ctx context.Context, create bool) ([]byte, error)
	err        error
}

func (p *passphraseAsker) ask(ctx context.Context, create bool) ([]byte, error) {
	passphrase, err := p.passphrase(ctx, create)
	p.err = err
	return passphrase, err
}

// reason picks the error to tell.
func (p *passphraseAsker) reason(err error) error {
	if p.err != nil && !errors.Is(p.err, context.Canceled) {
		return p.err
	}
	return err
}
