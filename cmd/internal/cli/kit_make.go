package cli

import (
	"context"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// kitMaker makes one kit, and its sheet.
type kitMaker struct {
	*session
	v          *vault.Vault
	o          *kitCreateOptions
	register   kit.Register
	passphrase []byte // nil: to be asked for
	making     kit.Making
	kit        kit.Kit
}

func (m *kitMaker) run(ctx context.Context, queries []string) error {
	entries, err := m.collect(ctx, queries)
	if err != nil {
		return err
	}
	m.making = m.register.MakingKit(m.o.file, m.o.where, kit.Hold(entries), m.v)
	if len(m.making.More) > 0 && !m.o.force {
		return fail(ExitRefused, kitHasMore(m.o.file, m.making.More, m.v.Accounts()))
	}
	if m.passphrase == nil {
		if m.passphrase, err = m.askPassphrase(ctx); err != nil {
			return err
		}
	}
	if err := m.judge(); err != nil {
		return err
	}
	before := m.register
	copies, err := m.save(entries)
	if len(copies) == 0 {
		return err
	}
	if noteErr := saveRegister(ctx, m.v, m.register); noteErr != nil {
		m.tell(kitNotEntered(m.o.file))
		return noteErr
	}
	m.report(before, copies)
	if err != nil {
		return err
	}
	for _, c := range copies {
		if err := m.print(copyLine(c) + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// collect reads the accounts that the queries mean, or all.
func (m *kitMaker) collect(ctx context.Context, queries []string) ([]kit.Entry, error) {
	choice := kit.Choice{NoSecrets: m.o.noSecrets}
	for _, query := range queries {
		account, err := m.find(m.v, query)
		if err != nil {
			return nil, err
		}
		choice.IDs = append(choice.IDs, account.ID)
	}
	entries, err := kit.Collect(ctx, m.v, choice)
	if err == nil && len(entries) == 0 {
		err = fail(ExitNothing, nothingForKit)
	}
	return entries, err
}

// save writes the files and enters them in the register. Where the sheet fails,
// the kit is made all the same.
func (m *kitMaker) save(entries []kit.Entry) ([]kit.Copy, error) {
	m.kit = kit.Kit{ID: kit.NewID(), Vault: m.v.ID(), Created: m.Now(), Replaces: m.making.Takes.Created, Entries: entries}
	over := kit.Overwrite{Known: m.register, Any: m.o.force}
	sum, err := m.SaveKit(m.o.file, m.kit, m.passphrase, over)
	if err != nil {
		return nil, saveFailure(m.o.file, err)
	}
	made := m.kit.Copy(m.o.file, sum, m.o.where)
	m.register = m.making.Enter(m.register, made)
	copies := []kit.Copy{made}
	if m.o.sheet == "" {
		return copies, nil
	}
	sheet, err := m.saveSheet(over)
	if err != nil {
		return copies, err
	}
	return append(copies, sheet), nil
}

// report says what was made, and what it is worth.
func (m *kitMaker) report(before kit.Register, copies []kit.Copy) {
	m.tell(kitMade(m.kit, m.o.file))
	for _, e := range m.kit.Entries {
		if e.Problem != nil {
			m.tell(entryNotWhole(e))
		}
	}
	if m.o.where == "" {
		m.tell(kitHasNoPlace(m.kit.ID))
	} else {
		m.tell(takeItThere(m.o.where))
	}
	for _, c := range copies[1:] {
		m.tell(sheetMade(c))
	}
	m.tellReplaced(before, m.register)
	m.tell(readinessSentence(m.register.Readiness(m.v.Accounts())))
}
