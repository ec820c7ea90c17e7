package cli

import (
	"context"
	"errors"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// vaultMoveOptions are the flags of "deskfob vault move".
type vaultMoveOptions struct{ to, passphraseFile string }

func vaultMoveCommand() command {
	return command{
		name:    "vault move",
		summary: "bring all accounts to another place and erase the old one",
		help: `Moves accounts, recovery codes and trash to the keyring or to a file, which is
made if it is not there. Every account is read back and compared before anything
is erased. What the new place holds already stays. After a stop nothing is lost:
run the command again.

The new place's passphrase is asked for, twice for a new vault, or read from the
file that --to-passphrase-file names. A new vault in a keyring gets one only in
the second way. If the window used the old place, it uses the new one from then on.

Exit code 2: both are one place. 4: one of them cannot be opened, or a part of the
old vault is damaged (deskfob vault check). 5: --to-passphrase-file, and the vault
there has no passphrase.`,
		options: &vaultMoveOptions{},
	}
}

func (o *vaultMoveOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.to, "to", "", "the new place: `keyring or file:PATH`")
	f.StringVar(&o.passphraseFile, "to-passphrase-file", "", "read the new place's passphrase from `FILE`")
}

// move is one move from place to place.
type move struct {
	*session
	from, to   vault.Location
	passphrase []byte // of the new place, from a file; nil: asked for
	// Who names the old place as the vault to use.
	saved, environment bool
}

func (o *vaultMoveOptions) run(ctx context.Context, s *session, _ []string) error {
	m, err := o.prepare(s)
	if err != nil {
		return err
	}
	defer clear(m.passphrase)
	dirs, err := s.vaultOptions()
	if err != nil {
		return err
	}
	erased, err := s.FinishErase(ctx, m.from, dirs)
	if err != nil {
		return &locatedError{m.from, err}
	}
	from, err := s.openAt(ctx, opening{location: m.from, purpose: toChange, passphrase: s.passphrase, mustExist: true})
	if errors.Is(err, vault.ErrNoVault) {
		return m.again(ctx, erased, err)
	}
	if err != nil {
		return err
	}
	defer from.Close()
	return m.run(ctx, from)
}

// prepare reads what there is to know before any vault is opened.
func (o *vaultMoveOptions) prepare(s *session) (*move, error) {
	if o.to == "" {
		return nil, usage("vault move", moveWhere)
	}
	m := &move{session: s}
	var err error
	if m.from, err = s.chooseVault(); err != nil {
		return nil, err
	}
	if m.to, err = vault.ParseLocation(o.to); err != nil {
		return nil, usage("vault move", badLocation("--to"))
	}
	if m.from.Same(m.to) {
		return nil, usage("vault move", moveOntoItself)
	}
	if o.passphraseFile != "" {
		if m.passphrase, err = readPassphrase(o.passphraseFile); err != nil {
			return nil, usage("vault move", toPassphraseUnreadable)
		}
	}
	saved, err := s.SavedVault()
	m.saved = err == nil && m.names(saved)
	named := s.Getenv("DESKFOB_VAULT")
	m.environment = named != "" && m.names(named)
	return m, nil
}

// names reports whether a choice of vault means the old place. No choice means
// the keyring.
func (m *move) names(choice string) bool {
	if choice == "" {
		return m.from == vault.Location{}
	}
	location, err := vault.ParseLocation(choice)
	return err == nil && location.Same(m.from)
}

func (m *move) run(ctx context.Context, from *vault.Vault) error {
	to, err := m.open(ctx, toAdd)
	if err != nil {
		return err
	}
	defer to.Close()
	if len(m.passphrase) > 0 && !to.HasPassphrase() {
		return fail(ExitRefused, targetHasNoPassphrase)
	}
	accounts, sealed := len(from.Accounts()), from.HasPassphrase()
	err = vault.Move(ctx, from, to)
	switch {
	case errors.Is(err, vault.ErrDamaged):
		return fail(ExitUnavailable, moveDamaged)
	case errors.Is(err, vault.ErrNoVault):
		return &locatedError{m.from, err}
	case err != nil:
		return err
	}
	m.tell(wasMoved(accounts, m.from, m.to))
	if sealed && !to.HasPassphrase() {
		m.tell(movedOutOfPassphrase)
	}
	return m.point()
}

// open opens the vault at the new place.
func (m *move) open(ctx context.Context, p purpose) (*vault.Vault, error) {
	return m.openAt(ctx, opening{
		location: m.to, purpose: p, passphrase: m.ask,
		mustExist: p != toAdd, protect: len(m.passphrase) > 0,
	})
}

// ask gets the new place's passphrase. The vault wipes what it gets.
func (m *move) ask(ctx context.Context, create bool) ([]byte, error) {
	switch {
	case len(m.passphrase) > 0:
		return append([]byte(nil), m.passphrase...), nil
	case m.Terminal == nil:
		return nil, fail(ExitUsage, toPassphraseNeeded)
	case create:
		return m.newPassphrase(ctx, aboutNewPlace)
	}
	return m.typedPassphrase(ctx, askPassphraseThere)
}

// again is for a move that was stopped after the old vault was gone: what is
// left to do is to point at the new one.
func (m *move) again(ctx context.Context, erased bool, missing error) error {
	if !erased && !m.saved {
		return missing
	}
	to, err := m.open(ctx, toRead)
	if errors.Is(err, vault.ErrNoVault) {
		return missing
	}
	if err != nil {
		return err
	}
	defer to.Close()
	m.tell(movedBefore(len(to.Accounts()), m.from, m.to))
	return m.point()
}

// point makes those use the new place that used the old one, as far as that is
// in this program's hands.
func (m *move) point() error {
	if m.environment {
		m.tell(environmentNamesOld(m.to))
	}
	if !m.saved {
		return nil
	}
	if err := m.SaveVault(m.to.String()); err != nil {
		return fail(ExitUnexpected, choiceNotSaved(m.to))
	}
	m.tell(windowUses(m.to))
	return nil
}
