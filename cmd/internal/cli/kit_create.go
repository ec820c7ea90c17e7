package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/deskfob/deskfob/vault"
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
