package app

import (
	"context"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

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
