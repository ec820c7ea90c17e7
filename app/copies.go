package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// register is what the vault knows of the copies that are elsewhere.
func (u *UI) register() kit.Register {
	r, err := kit.ReadNotes(u.vault.Notes(kit.NotePrefix))
	if err != nil { // what is left makes accounts less ready, never more
		fyne.LogError("part of the register of copies", err)
	}
	return r
}

// changeRegister stores a change of the register. It is called off the UI goroutine.
func changeRegister(ctx context.Context, held *vault.Vault, change func(kit.Register) (kit.Register, error)) error {
	notes := held.Notes(kit.NotePrefix)
	before, err := kit.ReadNotes(notes)
	if err != nil && len(before.Copies) == 0 && len(notes) > 0 {
		return err
	}
	after, err := change(before)
	if err != nil {
		return err
	}
	return held.SetNotes(ctx, after.NoteChanges(notes))
}

// readiness says which accounts could be got back if this computer died now.
func (u *UI) readiness() kit.Report { return u.register().Readiness(u.vault.Accounts()) }

// isCurrent reports whether a copy has all of accounts as they are now.
func isCurrent(c kit.Copy, accounts []vault.Account) bool {
	c.Place = "anywhere" // what it holds counts here, not where it is
	report := kit.Register{Copies: []kit.Copy{c}}.Readiness(accounts)
	for _, one := range report.Accounts {
		if one.State != kit.StateReady {
			return false
		}
	}
	return true
}

// usualCopy is the path of a new kit or sheet: in the home folder, where a
// person finds it to take it elsewhere.
func usualCopy(name string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, name)
}

// missingInKits are the accounts that would be lost although there is a copy
// that counts: it was made before them.
func missingInKits(r kit.Register, report kit.Report) map[string]bool {
	missing := map[string]bool{}
	if !slices.ContainsFunc(r.Copies, kit.Copy.Counts) {
		return missing
	}
	for _, one := range report.Accounts {
		missing[one.Account.ID] = one.State == kit.StateLost
	}
	return missing
}
