// Package demo makes a vault to try Deskfob out with: made-up accounts, kept
// in memory and gone with the process.
package demo

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/deskfob/deskfob/assets"
	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// Vault returns a new vault in memory that holds the demo accounts. now is
// its clock; nil is time.Now.
func Vault(ctx context.Context, now func() time.Time) (*vault.Vault, error) {
	entries, err := parse(assets.DemoAccounts())
	if err != nil {
		return nil, err
	}
	v, err := vault.Open(ctx, vault.Options{Keyring: vault.NewMemoryKeyring(), Now: now})
	if err != nil {
		return nil, err
	}
	if err := fill(ctx, v, entries); err != nil {
		v.Close()
		return nil, err
	}
	return v, nil
}

func fill(ctx context.Context, v *vault.Vault, entries []entry) error {
	accounts := make([]vault.Account, len(entries))
	for i, e := range entries {
		accounts[i] = e.account
	}
	stored, err := v.Add(ctx, accounts, vault.DuplicateKeep)
	if err != nil {
		return fmt.Errorf("add the demo accounts: %w", err)
	}
	for i, e := range entries {
		if len(e.recovery.Codes) == 0 {
			continue
		}
		if err := v.SetRecovery(ctx, stored[i].ID, e.recovery); err != nil {
			return fmt.Errorf("save the recovery codes of %s: %w", e.account.Issuer, err)
		}
	}
	if err := keep(ctx, v, entries, stored); err != nil {
		return fmt.Errorf("enter the demo kit: %w", err)
	}
	for i, e := range entries {
		for range e.used {
			if err := v.UseRecovery(ctx, stored[i].ID, vault.RecoveryUse{}); err != nil {
				return fmt.Errorf("use a recovery code of %s: %w", e.account.Issuer, err)
			}
		}
	}
	return nil
}

// keep enters a kit that was made a while ago in the register: there is no
// such file, but the demo shows what it would be good for.
func keep(ctx context.Context, v *vault.Vault, entries []entry, stored []vault.Account) error {
	var ids []string
	for i, e := range entries {
		if !e.lately {
			ids = append(ids, stored[i].ID)
		}
	}
	held, err := kit.Collect(ctx, v, kit.Choice{IDs: ids})
	if err != nil {
		return err
	}
	c := kit.Copy{
		ID: kit.NewID(), Kind: kit.CopyKit, File: "/media/stick/deskfob.kit", Place: "USB stick in the desk",
		Created: stored[0].Created.AddDate(0, 0, -22), Drilled: stored[0].Created.AddDate(0, 0, -15), Held: kit.Hold(held),
	}
	register := kit.Register{}.Add(c)
	return v.SetNotes(ctx, register.NoteChanges(nil))
}

// entry is one block of the demo accounts' text.
type entry struct {
	account  vault.Account
	recovery vault.RecoverySet
	used     int
	lately   bool // added after the kit was made
}

// parse reads the text that assets/demo/accounts.txt describes.
func parse(text string) ([]entry, error) {
	var all []entry
	for block := range strings.SplitSeq(text, "\n\n") {
		var e entry
		for line := range strings.Lines(block) {
			if err := e.read(strings.TrimSpace(line)); err != nil {
				return nil, fmt.Errorf("demo account %d: %w", len(all)+1, err)
			}
		}
		if e.account.Issuer != "" {
			all = append(all, e)
		}
	}
	return all, nil
}

func (e *entry) read(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "" || word == "#" || line == "#":
		return nil
	case e.account.Issuer == "" && word == "only":
		issuer, name, _ := strings.Cut(rest, ":")
		e.account = vault.Account{Issuer: issuer, Name: name, Type: vault.TypeNone}
		return nil
	case e.account.Issuer == "":
		var err error
		e.account, err = vault.ParseKeyURI(line)
		return err
	case line == "lately":
		e.lately = true
		return nil
	case word == "recovery":
		e.recovery.Kind = vault.RecoveryKind(rest)
		return nil
	case word == "used":
		var err error
		e.used, err = strconv.Atoi(rest)
		return err
	}
	e.recovery.Codes = append(e.recovery.Codes, vault.NewSecret([]byte(line)))
	return nil
}
