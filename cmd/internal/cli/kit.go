package cli

import (
	"context"
	"os"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
	"github.com/spf13/pflag"
)

// kitPassphrase is the flag of the file with a kit's passphrase.
type kitPassphrase struct{ passphraseFile string }

func (k *kitPassphrase) flags(f *pflag.FlagSet) {
	f.StringVar(&k.passphraseFile, "kit-passphrase-file", "", "read the kit's passphrase from `FILE`")
}

// read gives the passphrase in the file; nil where it has to be asked for.
func (k *kitPassphrase) read(s *session, command string) ([]byte, error) {
	return s.passphraseIn(k.passphraseFile, command, kitPassphraseUnreadable, kitPassphraseNeeded)
}

// open opens a kit file, and asks for its passphrase where no file holds it.
func (k *kitPassphrase) open(ctx context.Context, s *session, command, path string) (opened kit.Kit, sum string, err error) {
	passphrase, err := k.read(s, command)
	if err != nil {
		return kit.Kit{}, "", err
	}
	defer func() { clear(passphrase) }()
	if _, err := os.Stat(path); err != nil {
		return kit.Kit{}, "", kitFailure(path, err)
	}
	if passphrase == nil {
		if passphrase, err = s.Terminal.Password(ctx, askKitPassphrase(path)); err != nil {
			return kit.Kit{}, "", err
		}
	}
	opened, sum, err = kit.Open(path, passphrase)
	if err != nil {
		return kit.Kit{}, "", kitFailure(path, err)
	}
	return opened, sum, nil
}

// register is what the vault knows of its copies. What cannot be read of it
// makes accounts less ready, and is told.
func (s *session) register(v *vault.Vault) kit.Register {
	register, err := kit.ReadNotes(v.Notes(kit.NotePrefix))
	if err != nil {
		s.tell(registerDamaged)
	}
	return register
}

// saveRegister stores the register of copies in the vault.
func saveRegister(ctx context.Context, v *vault.Vault, r kit.Register) error {
	return v.SetNotes(ctx, r.NoteChanges(v.Notes(kit.NotePrefix)))
}

// copyOf opens the vault and finds the copy with that id. The caller closes the vault.
func (s *session) copyOf(ctx context.Context, id string) (*vault.Vault, kit.Register, kit.Copy, error) {
	v, err := s.open(ctx, toChange)
	if err != nil {
		return nil, kit.Register{}, kit.Copy{}, err
	}
	register := s.register(v)
	found, ok := register.Find(id)
	if !ok {
		v.Close()
		return nil, kit.Register{}, kit.Copy{}, fail(ExitNothing, noSuchCopy)
	}
	return v, register, found, nil
}
