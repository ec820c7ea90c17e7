package cli

import (
	"context"

	"github.com/deskfob/deskfob/vault"
)

// passphraseChangeOptions are the flags of "deskfob passphrase change".
type passphraseChangeOptions struct{ newPassphraseFile }

func passphraseChangeCommand() command {
	return command{
		name:    "passphrase change",
		summary: "give the vault another passphrase",
		help: `Everything is encrypted anew: a copy of the vault from before opens with the old
passphrase and shows nothing that is saved from now on. The new passphrase is
asked for twice, or read from the file that --new-passphrase-file names (one line
end is dropped). Nobody can reset it: if it is lost, the accounts are lost.

Exit code 4: the old passphrase is wrong; nothing was changed. 5: the vault has
none; see deskfob passphrase set.`,
		options: &passphraseChangeOptions{},
	}
}

func (o *passphraseChangeOptions) run(ctx context.Context, s *session, _ []string) error {
	err := o.give(ctx, s, "passphrase change", mustHavePassphrase, passphraseIsChanged)
	if err != nil {
		return err
	}
	if old, err := s.filePassphrase(); err == nil && len(old) > 0 {
		clear(old)
		s.tell(oldPassphraseInFile)
	}
	return nil
}

func mustHavePassphrase(v *vault.Vault) error {
	if !v.HasPassphrase() {
		return fail(ExitRefused, hasNoPassphrase)
	}
	return nil
}
