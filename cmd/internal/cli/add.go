package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
	"github.com/spf13/pflag"
)

// addOptions are the flags of "deskfob add".
type addOptions struct {
	desktopSources
	json, recoveryOnly, partial bool
	uri, duplicate, replace     string
	issuer, account             given
}

func addCommand() command {
	return command{
		name: "add", args: "[PICTURE|PDF|FOLDER...]", max: manyArgs,
		summary: "add the accounts that pictures, the screen, the clipboard or a key URI enrol",
		help: `Adds every enrolment found, all or none, and prints a line for each: id, issuer
and account name, with tabs between. A file vault that is not there is created.
The codes of a migration (Google Authenticator's export) may come in any order
and in several pictures; --partial adds what there is of one that is not whole.
With --uri - a key URI (otpauth://...) is read from standard input; a key URI is
a secret, so it is never taken as an argument. A folder stands for the pictures
in it.

--replace QUERY gives an account that is there the new secret, as after enrolling
it again at the service. It keeps its id, names and recovery codes; the old secret
goes to the trash, and deskfob undo takes it back.

Exit code 3: no code found, or no account to replace. 5: no enrolment among the codes, not a picture, an
enrolment that cannot be used, a migration that is not whole, or an account that
is there already (say with --duplicate what to do then). Nothing is changed in
all these cases.`,
		options: &addOptions{},
	}
}

func (o *addOptions) flags(f *pflag.FlagSet) {
	o.desktopSources.flags(f)
	f.StringVar(&o.uri, "uri", "", "with `-`: read a key URI from standard input")
	f.Var(&o.issuer, "issuer", "the issuer, instead of the code's (one enrolment only)")
	f.Var(&o.account, "account", "the account name, instead of the code's (one enrolment only)")
	f.BoolVar(&o.partial, "partial", false, "add what there is of a migration that is not whole")
	f.BoolVar(&o.recoveryOnly, "recovery-only", false, "add an account that has recovery codes and no secret (with --issuer or --account)")
	f.StringVar(&o.duplicate, "duplicate", "", "an account that is there already: `keep|replace|skip`")
	f.StringVar(&o.replace, "replace", "", "put the one code in the place of the secret of the account that `QUERY` means")
	f.BoolVar(&o.json, "json", false, "print JSON, as list does")
}

func (o *addOptions) run(ctx context.Context, s *session, pictures []string) error {
	if err := o.check(pictures); err != nil {
		return err
	}
	policy, err := duplicatePolicy(o.duplicate)
	if err != nil {
		return err
	}
	accounts, err := o.gather(ctx, s, pictures)
	if err != nil {
		return err
	}
	if o.replace != "" {
		return o.replaceOne(ctx, s, accounts)
	}
	if err := o.nameOne(accounts); err != nil {
		return err
	}
	if policy == vault.DuplicateRefuse {
		if err := refuseTwins(accounts); err != nil {
			return err
		}
	}
	v, err := s.open(ctx, toAdd)
	if err != nil {
		return err
	}
	defer v.Close()
	before := v.Accounts()
	added, err := v.Add(ctx, accounts, policy)
	if err != nil {
		return err
	}
	tellSameNames(s, before, added)
	return o.print(s, added)
}

// print prints the accounts that are there now.
func (o *addOptions) print(s *session, added []vault.Account) error {
	if o.json {
		return s.printAccounts(added)
	}
	for _, a := range added {
		if err := s.print(accountLine(a) + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// check refuses flags that do not go together.
func (o *addOptions) check(pictures []string) error {
	if err := onlyDash("add", "--uri", o.uri); err != nil {
		return err
	}
	sources := len(pictures) > 0 || o.any() || o.uri != ""
	named := o.issuer.value != "" || o.account.value != ""
	switch {
	case o.recoveryOnly && (sources || !named):
		return usage("add", recoveryOnlyAlone)
	case !o.recoveryOnly && !sources:
		return usage("add", addWhat)
	case o.replace != "" && (o.recoveryOnly || o.partial || o.duplicate != "" || o.issuer.set || o.account.set):
		return usage("add", replaceAlone)
	}
	return nil
}

func duplicatePolicy(text string) (vault.Duplicate, error) {
	switch text {
	case "":
		return vault.DuplicateRefuse, nil
	case "keep":
		return vault.DuplicateKeep, nil
	case "replace":
		return vault.DuplicateReplace, nil
	case "skip":
		return vault.DuplicateSkip, nil
	}
	return 0, usage("add", badDuplicate)
}

// gather reads all sources, before any vault is opened.
func (o *addOptions) gather(ctx context.Context, s *session, pictures []string) ([]vault.Account, error) {
	if o.recoveryOnly {
		return []vault.Account{{Type: vault.TypeNone}}, nil
	}
	var codes []foundCode
	for _, path := range pictures {
		found, err := readGiven(ctx, s, path)
		if err != nil {
			return nil, err
		}
		codes = append(codes, found...)
	}
	found, err := o.read(ctx, s)
	if err != nil {
		return nil, err
	}
	codes = append(codes, found...)
	if o.uri != "" {
		code, err := s.readKeyURI(ctx)
		if err != nil {
			return nil, err
		}
		codes = append(codes, code)
	}
	return enrolments(s, codes, o.partial)
}

// readGiven reads a picture that was named, or all pictures of a folder, where
// it is no news that one holds no code.
func readGiven(ctx context.Context, s *session, path string) ([]foundCode, error) {
	files, err := scanner.PictureFiles(path)
	if err != nil {
		return nil, fail(ExitRefused, pictureProblem(path, err)+nothingAdded)
	}
	var codes []foundCode
	for _, file := range files {
		found, err := readPicture(ctx, file)
		if err != nil {
			if errors.Is(err, context.Canceled) {
				return nil, err
			}
			return nil, fail(ExitRefused, pictureProblem(file, err)+nothingAdded)
		}
		if len(found) == 0 && file == path {
			s.tell(noCodeIn(file))
		}
		codes = append(codes, found...)
	}
	return codes, nil
}

// readKeyURI reads the one key URI on standard input.
func (s *session) readKeyURI(ctx context.Context) (foundCode, error) {
	text, err := s.readInput(ctx, hintKeyURI)
	if err != nil {
		return foundCode{}, err
	}
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text, "\r\n") {
		return foundCode{}, fail(ExitRefused, oneKeyURI)
	}
	code := newFoundCode("standard input", 0, text)
	if code.kind == other {
		code.err = vault.ErrNotKeyURI
	}
	return code, nil
}

// enrolments picks the accounts out of the codes. The same code seen twice, on
// two screens for one, is one enrolment; a code that cannot be used stops all.
func enrolments(s *session, codes []foundCode, partial bool) ([]vault.Account, error) {
	if len(codes) == 0 {
		return nil, fail(ExitNothing, noCodeFound)
	}
	var accounts []vault.Account
	var export vault.Migration
	seen := make(map[string]bool)
	for _, code := range codes {
		switch {
		case code.err != nil:
			return nil, fail(ExitRefused, enrolmentRefused(code))
		case code.kind == migration:
			if err := export.Add(code.part); err != nil {
				return nil, fail(ExitRefused, otherMigration(code))
			}
		case code.kind == other:
			s.tell(codePlace(code) + isNoEnrolment)
		case !seen[code.text]:
			seen[code.text] = true
			accounts = append(accounts, code.account)
		}
	}
	migrated, err := migrated(s, &export, partial)
	if err != nil {
		return nil, err
	}
	if accounts = append(accounts, migrated...); len(accounts) == 0 {
		return nil, fail(ExitRefused, onlyOtherCodes)
	}
	return accounts, nil
}

// migrated picks the accounts out of an export. What is missing of it, and
// entries that cannot be used, are told; unless partial was asked for they stop all.
func migrated(s *session, export *vault.Migration, partial bool) ([]vault.Account, error) {
	missing, refused := export.Missing(), export.Refused()
	if len(missing) > 0 {
		s.tell(partsMissing(missing, export.Size()))
	}
	for _, r := range refused {
		s.tell(entryRefused(r))
	}
	if len(missing)+len(refused) > 0 && !partial {
		return nil, fail(ExitRefused, notWhole)
	}
	return export.Accounts(), nil
}

// refuseTwins refuses two codes that differ and enrol the same account. The
// vault would name the first of them by an id that was never stored.
func refuseTwins(accounts []vault.Account) error {
	for i, a := range accounts {
		for _, b := range accounts[:i] {
			if a.SameCredential(b) {
				return fail(ExitRefused, sameTwice(b, a))
			}
		}
	}
	return nil
}

// nameOne puts --issuer and --account on the one account they may go with.
func (o *addOptions) nameOne(accounts []vault.Account) error {
	if !o.issuer.set && !o.account.set {
		return nil
	}
	if len(accounts) > 1 {
		return usage("add", namesForOne)
	}
	if o.issuer.set {
		accounts[0].Issuer = o.issuer.value
	}
	if o.account.set {
		accounts[0].Name = o.account.value
	}
	return nil
}
