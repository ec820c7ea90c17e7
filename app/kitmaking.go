package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// oldPassphrase is the passphrase of the kit at path. Words typed in another
// way open it as well, and must not become another passphrase.
func oldPassphrase(path string, typed []byte) ([]byte, error) {
	tidy := kit.TidyWords(typed)
	if _, _, err := kit.Open(path, tidy); err == nil {
		return tidy, nil
	}
	clear(tidy)
	if _, _, err := kit.Open(path, typed); errors.Is(err, kit.ErrPassphrase) {
		return nil, err
	}
	return slices.Clone(typed), nil // of a file that is no kit, saving tells
}

// makeKit writes a kit and enters it in the register.
func makeKit(ctx context.Context, held *vault.Vault, save SaveKit, path, place string, passphrase []byte, now time.Time) (kit.Copy, error) {
	entries, err := kit.Collect(ctx, held, kit.Choice{})
	if err != nil {
		return kit.Copy{}, err
	}
	register, err := kit.ReadNotes(held.Notes(kit.NotePrefix))
	if err != nil && len(register.Copies) == 0 {
		return kit.Copy{}, err
	}
	making := register.MakingKit(path, place, kit.Hold(entries), held)
	if len(making.More) > 0 {
		return kit.Copy{}, kit.ErrHasMore
	}
	k := kit.Kit{ID: kit.NewID(), Vault: held.ID(), Created: now, Replaces: making.Takes.Created, Entries: entries}
	sum, err := save(path, k, passphrase, kit.Overwrite{Known: register})
	if err != nil {
		return kit.Copy{}, err
	}
	made := k.Copy(path, sum, place)
	err = changeRegister(ctx, held, func(r kit.Register) (kit.Register, error) { return making.Enter(r, made), nil })
	return made, err
}
