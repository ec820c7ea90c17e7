package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
	"github.com/spf13/pflag"
)

// kitCreateOptions are the flags of "deskfob kit create".
type kitCreateOptions struct {
	kitPassphrase
	sheetOptions
	file, where      string
	noSecrets, force bool
}

func kitCreateCommand() command {
	return command{
		name: "kit create", args: "-o FILE [QUERY...]", max: manyArgs,
		summary: "write secrets and recovery codes into an encrypted file to keep elsewhere",
		help: `Writes all accounts, or those that the queries mean, into a file in the standard
age format under a passphrase. deskfob kit restore brings them back on another
computer; age -d FILE opens it without Deskfob. The kit is entered in the register.
A kit without --where is still only on this computer and counts for nothing in
deskfob readiness. Prints a line for each copy made, as deskfob kit list does.

Without --kit-passphrase-file the passphrase is asked for on the terminal: once
for renewing a kit, else twice, or six words are offered. Nobody can reset it.

A kit of this vault is replaced; a crash or a full disk leaves the old one whole.
Another FILE, or a kit that has something the new one would not have, needs --force.

--sheet writes a PDF to print as well: recovery codes, and what to do. It is plain
text: delete the file once it is printed.

Exit code 3: no such account, or none at all. 5: FILE is something else, or cannot
be written there. 6: several accounts answer one query.`,
		options: &kitCreateOptions{},
	}
}

func (o *kitCreateOptions) flags(f *pflag.FlagSet) {
	f.StringVarP(&o.file, "out", "o", "", "write the kit to `FILE`")
	o.kitPassphrase.flags(f)
	f.StringVar(&o.where, "where", "", "where the kit is kept: `TEXT` like \"USB stick in the desk\"")
	f.BoolVar(&o.noSecrets, "no-secrets", false, "recovery codes only")
	o.sheetOptions.flags(f)
	f.BoolVar(&o.force, "force", false, "replace whatever file is there")
}

func (o *kitCreateOptions) run(ctx context.Context, s *session, queries []string) error {
	if err := o.check(s); err != nil {
		return err
	}
	passphrase, err := o.read(s, "kit create")
	if err != nil {
		return err
	}
	v, err := s.open(ctx, toChange)
	if err != nil {
		return err
	}
	defer v.Close()
	if err := mayChange(v); err != nil {
		return err
	}
	m := &kitMaker{session: s, v: v, o: o, register: s.register(v), passphrase: passphrase}
	defer func() { clear(m.passphrase) }()
	return m.run(ctx, queries)
}

// check refuses flags that do not go together, and settles the paths.
func (o *kitCreateOptions) check(s *session) (err error) {
	if o.file == "" {
		return usage("kit create", kitWhere)
	}
	if o.where, err = placeText(o.where); err != nil {
		return err
	}
	if err := o.sheetOptions.check(s); err != nil {
		return err
	}
	for _, path := range []*string{&o.file, &o.sheet} {
		if *path == "" {
			continue
		}
		if *path, err = filepath.Abs(*path); err != nil {
			return kitFailure(*path, err)
		}
		if s.isOwn(*path, o.passphraseFile) {
			return fail(ExitRefused, fileInUse(*path))
		}
	}
	if o.file == o.sheet || sameFile(o.file, o.sheet) {
		return usage("kit create", sheetOverKit)
	}
	return nil
}

// isOwn reports whether a path is that of the vault's file or of one that holds
// a passphrase: not even --force may replace those.
func (s *session) isOwn(path, kitPassphraseFile string) bool {
	own := []string{kitPassphraseFile, s.passphraseFile, s.Getenv("DESKFOB_PASSPHRASE_FILE")}
	if location, err := s.chooseVault(); err == nil {
		own = append(own, location.File)
	}
	return slices.ContainsFunc(own, func(file string) bool { return sameFile(path, file) })
}

// sameFile reports whether two paths lead to one file that is there.
func sameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// mayChange fails for a vault that takes no changes, before a kit is written
// that could not be entered in its register.
func mayChange(v *vault.Vault) error {
	for _, notice := range v.Notices() {
		if isUnsure(notice) {
			return notice.Err
		}
	}
	return nil
}

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
