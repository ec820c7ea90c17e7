package cli

import (
	"context"

	"github.com/deskfob/deskfob/vault"
)

// passphraseSetOptions are the flags of "deskfob passphrase set".
type passphraseSetOptions struct{ newPassphraseFile }

func passphraseSetCommand() command {
	return command{
		name:    "passphrase set",
		summary: "put the vault in the keyring under a passphrase of its own",
		help: `With a passphrase the vault stays closed to other programs while the keyring is
unlocked. Everything is encrypted anew. The passphrase is asked for twice, or
read from the file that --new-passphrase-file names (one line end is dropped).
Nobody can reset it: if it is lost, the accounts are lost.

Exit code 5: the vault has a passphrase already; see deskfob passphrase change.`,
		options: &passphraseSetOptions{},
	}
}

func (o *passphraseSetOptions) run(ctx context.Context, s *session, _ []string) error {
	return o.give(ctx, s, "passphrase set", func(v *vault.Vault) error {
		if v.HasPassphrase() {
			return fail(ExitRefused, hasPassphrase)
		}
		return nil
	}, passphraseIsSet)
}

// give opens the vault and, if it fits, puts it under the new passphrase.
func (n *newPassphraseFile) give(ctx context.Context, s *session, command string, fits func(*vault.Vault) error, done string) error {
	chosen, err := n.read(s, command)
	if err != nil {
		return err
	}
	defer func() { clear(chosen) }()
	v, err := s.open(ctx, toChange)
	if err != nil {
		return err
	}
	defer v.Close()
	if err := fits(v); err != nil {
		return err
	}
	if chosen == nil {
		if chosen, err = s.newPassphrase(ctx, passphraseForever); err != nil {
			return err
		}
	}
	if err := v.SetPassphrase(ctx, chosen); err != nil {
		return err
	}
	s.tell(done)
	s.tell(passphraseLost)
	return nil
}
