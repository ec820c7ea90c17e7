package cli

import (
	"context"
	"errors"

	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// passphraseRemoveOptions are the flags of "deskfob passphrase remove": none.
type passphraseRemoveOptions struct{}

func passphraseRemoveCommand() command {
	return command{
		name:    "passphrase remove",
		summary: "leave the vault in the keyring to the keyring's protection alone",
		help: `Everything is encrypted anew. From then on whoever can use the unlocked keyring
can read the accounts. A vault in a file always has a passphrase.

Exit code 4: the passphrase is wrong; nothing was changed. 5: the vault has no
passphrase, or is in a file.`,
		options: &passphraseRemoveOptions{},
	}
}

func (o *passphraseRemoveOptions) flags(*pflag.FlagSet) {}

func (o *passphraseRemoveOptions) run(ctx context.Context, s *session, _ []string) error {
	v, err := s.open(ctx, toChange)
	if err != nil {
		return err
	}
	defer v.Close()
	if err := mustHavePassphrase(v); err != nil {
		return err
	}
	err = v.RemovePassphrase(ctx)
	if errors.Is(err, vault.ErrInvalid) {
		return fail(ExitRefused, fileNeedsPassphrase)
	}
	if err != nil {
		return err
	}
	s.tell(passphraseIsRemoved)
	return nil
}
