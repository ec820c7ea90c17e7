package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"

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

// open opens the chosen vault. Only a command that adds may create a file.
func (s *session) open(ctx context.Context, mayCreate bool) (*vault.Vault, error) {
	location, err := s.chooseVault()
	if err != nil {
		return nil, err
	}
	dir, err := s.DataDir()
	if err != nil {
		return nil, fail(ExitUnavailable, noDataFolder)
	}
	s.warnOfOthers(location)
	asker := &passphraseAsker{session: s}
	v, err := s.OpenVault(ctx, location, vault.Options{
		Dir:        dir,
		Passphrase: asker.ask,
		MustExist:  location.File != "" && !mayCreate,
		Now:        s.Now,
	})
	if err != nil {
		return nil, asker.reason(&locatedError{location, err})
	}
	for _, notice := range v.Notices() {
		s.tell(noticeText(notice))
	}
	return v, nil
}

// warnOfOthers warns when other users can write in the folder of a file vault:
// they could put an older copy in its place.
func (s *session) warnOfOthers(location vault.Location) {
	if location.File == "" || runtime.GOOS == "windows" {
		return
	}
	folder := filepath.Dir(location.File)
	if info, err := os.Stat(folder); err == nil && info.Mode().Perm()&0o022 != 0 {
		s.tell(folderOpenToOthers(folder))
	}
}

// account opens the vault and finds the one account a query means. The caller
// closes the vault.
func (s *session) account(ctx context.Context, query string) (*vault.Vault, vault.Account, error) {
	if query == "" {
		return nil, vault.Account{}, fail(ExitUsage, emptyQuery)
	}
	v, err := s.open(ctx, false)
	if err != nil {
		return nil, vault.Account{}, err
	}
	found := v.Find(query)
	if len(found) == 1 {
		return v, found[0], nil
	}
	v.Close()
	if len(found) == 0 {
		return nil, vault.Account{}, fail(ExitNothing, noSuchAccount)
	}
	s.tell(severalAccounts)
	for _, a := range found {
		s.tell("  " + accountLine(a))
	}
	return nil, vault.Account{}, fail(ExitAmbiguous, takeAnID)
}

// passphraseAsker answers the vault's question for its passphrase and
// remembers why it could not, which says more than the vault's error.
type passphraseAsker struct {
	*session
	err error
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
