package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

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
	kit        kit.Kit
}

func (m *kitMaker) run(ctx context.Context, queries []string) error {
	entries, err := m.collect(ctx, queries)
	if err != nil {
		return err
	}
	if err := m.keepsAll(entries); err != nil {
		return err
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

// replaced is the kit of the register that the new one is written over.
func (m *kitMaker) replaced() (kit.Copy, bool) {
	for _, c := range m.register.Copies {
		if c.Kind == kit.CopyKit && c.File == m.o.file && c.Here() {
			if _, err := os.Stat(c.File); err == nil {
				return c, true
			}
		}
	}
	return kit.Copy{}, false
}

// keepsAll fails when the kit that is there has what the new one would not have
// although the vault does.
func (m *kitMaker) keepsAll(entries []kit.Entry) error {
	old, ok := m.replaced()
	if !ok || m.o.force {
		return nil
	}
	if short := m.shortOf(old, kit.Hold(entries)); len(short) > 0 {
		return fail(ExitRefused, kitHasMore(m.o.file, short))
	}
	return nil
}

// shortOf names the accounts of the vault of which an old copy has something
// that a new one leaves out.
func (m *kitMaker) shortOf(old kit.Copy, held []kit.Held) []vault.Account {
	var short []vault.Account
	for _, was := range old.Held {
		account, err := m.v.Account(was.ID)
		if err != nil {
			continue // deleted since
		}
		i := slices.IndexFunc(held, func(h kit.Held) bool { return h.ID == was.ID })
		if i < 0 || was.Secret && !held[i].Secret && account.Type != vault.TypeNone {
			short = append(short, account)
		}
	}
	return short
}

// save writes the files and enters them in the register. Where the sheet fails,
// the kit is made all the same.
func (m *kitMaker) save(entries []kit.Entry) ([]kit.Copy, error) {
	m.letMoved()
	m.kit = kit.Kit{ID: kit.NewID(), Vault: m.v.ID(), Created: m.Now(), Entries: entries}
	old, ok := m.replaced()
	if !ok {
		old, ok = m.inPlace(kit.Hold(entries))
	}
	if ok {
		m.kit.Replaces = old.Created
	}
	over := kit.Overwrite{Known: m.register, Any: m.o.force}
	sum, err := m.SaveKit(m.o.file, m.kit, m.passphrase, over)
	if err != nil {
		return nil, saveFailure(m.o.file, err)
	}
	made := m.kit.Copy(m.o.file, sum, m.o.where)
	made.Takes = old.ID
	m.register = m.register.Add(made)
	copies := []kit.Copy{made}
	if m.o.sheet == "" {
		return copies, nil
	}
	sheet, err := m.saveSheet(over)
	if err != nil {
		return copies, err
	}
	m.register = m.register.Add(sheet)
	return append(copies, sheet), nil
}

// letMoved parts the kits that were written to FILE from it where nothing is
// there: they were moved away, and the new one is not written over them.
func (m *kitMaker) letMoved() {
	if _, err := os.Stat(m.o.file); !errors.Is(err, fs.ErrNotExist) {
		return
	}
	m.register.Copies = slices.Clone(m.register.Copies)
	for i := range m.register.Copies {
		if c := &m.register.Copies[i]; c.File == m.o.file {
			c.File = ""
		}
	}
}

// inPlace is the kit that is kept where the new one is to be kept, if the new
// one has all that it has. Kits in other places stay beside it.
func (m *kitMaker) inPlace(held []kit.Held) (kit.Copy, bool) {
	for _, c := range slices.Backward(m.register.Copies) {
		if c.Kind == kit.CopyKit && c.Counts() && strings.EqualFold(c.Place, m.o.where) && len(m.shortOf(c, held)) == 0 {
			return c, true
		}
	}
	return kit.Copy{}, false
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
