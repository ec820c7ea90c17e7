package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// vaultEraseOptions are the flags of "deskfob vault erase".
type vaultEraseOptions struct{ confirmation }

func vaultEraseCommand() command {
	return command{
		name:    "vault erase",
		summary: "delete everything that Deskfob keeps on this computer",
		help: `Deletes the vault with all accounts, recovery codes and trash, what this computer
remembers of it, and the window's settings. This cannot be undone. Do it before
Deskfob is uninstalled: its items would stay in the keyring. Says first what would
be lost and asks on the terminal, unless --yes is given. Where another vault of
this computer is known, that one stays, and the settings too.

Exit code 4: the vault cannot be opened, or is not there.`,
		options: &vaultEraseOptions{},
	}
}

func (o *vaultEraseOptions) flags(f *pflag.FlagSet) { o.confirmation.flags(f) }

func (o *vaultEraseOptions) run(ctx context.Context, s *session, _ []string) error {
	if err := o.possible(s, "vault erase", eraseNeedsYes); err != nil {
		return err
	}
	location, err := s.chooseVault()
	if err != nil {
		return err
	}
	dirs, err := s.vaultOptions()
	if err != nil {
		return err
	}
	rest, err := s.FinishErase(ctx, location, dirs)
	if err != nil {
		return &locatedError{location, err}
	}
	if rest {
		s.tell(eraseFinished(location))
		return s.eraseTraces(dirs.Dir)
	}
	err = o.eraseVault(ctx, s, location)
	if errors.Is(err, vault.ErrVaultGone) {
		err = o.eraseMemory(ctx, s, location, dirs)
	}
	if err != nil {
		return err
	}
	return s.eraseTraces(dirs.Dir)
}

// eraseVault says what would be lost, asks, and erases it.
func (o *vaultEraseOptions) eraseVault(ctx context.Context, s *session, l vault.Location) error {
	v, err := s.openAt(ctx, opening{location: l, purpose: toChange, passphrase: s.passphrase, mustExist: true})
	if err != nil {
		return err
	}
	defer v.Close()
	s.tell(eraseCosts(len(v.Accounts())))
	if text := eraseReadiness(s.register(v).Readiness(v.Accounts())); text != "" {
		s.tell(text)
	}
	count := strconv.Itoa(len(v.Accounts()))
	if err := o.ask(ctx, s, askErase, notErased, count, "erase"); err != nil {
		return err
	}
	if err := v.Erase(ctx); err != nil {
		return err
	}
	s.tell(wasErased(l))
	return nil
}

// eraseMemory forgets a vault that is gone already.
func (o *vaultEraseOptions) eraseMemory(ctx context.Context, s *session, l vault.Location, dirs vault.Options) error {
	s.tell(eraseGone(l))
	if err := o.ask(ctx, s, askEraseMemory, notErased, "erase"); err != nil {
		return err
	}
	return s.Forget(ctx, l, dirs)
}

// eraseTraces deletes what is left in the data folder, and the settings, unless
// another vault is known here.
func (s *session) eraseTraces(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail(ExitUnexpected, tracesLeft(dir))
	}
	var ours []string
	for _, entry := range entries {
		if isOne(entry.Name(), "*.witness.json") {
			s.tell(otherVaultStays)
			return nil
		}
		if isOne(entry.Name(), setAsideFiles, "*.witness.json.gone", "*.lock") {
			ours = append(ours, filepath.Join(dir, entry.Name()))
		}
	}
	if err := s.RemoveSettings(); err != nil {
		return fail(ExitUnexpected, settingsLeft)
	}
	for _, file := range ours {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fail(ExitUnexpected, tracesLeft(dir))
		}
	}
	if len(ours) < len(entries) {
		s.tell(folderStays(dir))
		return nil
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail(ExitUnexpected, tracesLeft(dir))
	}
	return nil
}

// isOne reports whether a file name fits one of the patterns.
func isOne(name string, patterns ...string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		fits, err := filepath.Match(p, name)
		return err == nil && fits
	})
}
