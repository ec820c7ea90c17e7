package app

import (
	"errors"
	"image"
	"slices"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// pictureFile is a file that a code was read from; the zero value stands for the
// screen, the clipboard or a text.
type pictureFile struct {
	path string
	kept bool // it lies in a folder that was given as a whole
}

// origin is where a code was seen.
type origin struct {
	thumbnail image.Image // nil: in a text
	file      pictureFile
}

func (o origin) files() []pictureFile {
	if o.file.path == "" {
		return nil
	}
	return []pictureFile{o.file}
}

// refusedEntry is an account of a migration that cannot be used.
type refusedEntry struct{ vault.MigrationRefusal }

func (e *refusedEntry) Error() string { return "an entry of the export: " + e.Err.Error() }
func (e *refusedEntry) Unwrap() error { return e.Err }

func (e *refusedEntry) message() message {
	words := map[string]any{"Account": accountLine(vault.Account{Issuer: e.Issuer, Name: e.Name})}
	do := lang.L("Set that one up anew, on the service's own page.")
	var param *vault.ParamError
	if !errors.As(e.Err, &param) {
		return message{lang.L("{{.Account}} cannot be brought over.", words), do}
	}
	words["Part"], words["Reason"] = lang.L(string(param.Param)), lang.L(string(param.Reason))
	if param.Param == vault.ParamDigits {
		words["Part"] = lang.L("number of digits")
	}
	return message{lang.L("{{.Account}} cannot be brought over: its {{.Part}} {{.Reason}}.", words), do}
}

// finding is an enrolment that was found.
type finding struct {
	account   vault.Account
	thumbnail image.Image   // of its code; nil: none
	files     []pictureFile // all that hold it
}

// same reports whether two findings are one code, seen twice.
func (f finding) same(g finding) bool {
	return f.account.SameCredential(g.account) && f.account.Issuer == g.account.Issuer && f.account.Name == g.account.Name
}

// leftOut is what no account can be made of: a code, or a picture.
type leftOut struct {
	err error
	origin
}

// foundPart is a part of a migration.
type foundPart struct {
	part vault.MigrationPart
	origin
}

// findings is what pictures, the clipboard or a text hold. The zero value is
// empty and ready for use.
type findings struct {
	single   []finding // key URIs, in the order they were found
	parts    []foundPart
	export   vault.Migration // of parts
	others   []leftOut
	fromLink bool // all were read from text, not from a QR code
}

// addCode takes what a code or a link holds.
func (f *findings) addCode(text string, from origin) {
	e, err := readCode(text)
	switch {
	case err != nil:
		f.leave(err, from)
	case e.Part != nil:
		f.addPart(foundPart{*e.Part, from})
	default:
		f.single = fold(f.single, finding{e.Account, from.thumbnail, from.files()})
	}
}

// addPart takes a part of a migration, if it belongs to the parts before it.
func (f *findings) addPart(p foundPart) {
	if err := f.export.Add(p.part); err != nil {
		f.leave(err, p.origin)
		return
	}
	f.parts = append(f.parts, p)
	for _, refused := range p.part.Refused {
		f.leave(&refusedEntry{refused}, p.origin)
	}
}

// leave notes what cannot be used, and why. What was noted already, as of the
// frame before, is not noted again.
func (f *findings) leave(err error, from origin) {
	text := messageOf(err)
	if !slices.ContainsFunc(f.others, func(had leftOut) bool { return had.file == from.file && messageOf(had.err) == text }) {
		f.others = append(f.others, leftOut{err, from})
	}
}

// join takes all that another intake found.
func (f *findings) join(g findings) {
	for _, s := range g.single {
		f.single = fold(f.single, s)
	}
	for _, p := range g.parts {
		f.addPart(p)
	}
	for _, o := range g.others {
		f.leave(o.err, o.origin)
	}
	f.fromLink = f.fromLink && g.fromLink
}

// empty reports whether there is nothing, not even a reason.
func (f *findings) empty() bool { return len(f.single)+len(f.parts)+len(f.others) == 0 }

// all are the enrolments, those of a migration in its order.
func (f *findings) all() []finding {
	all := slices.Clone(f.single)
	for _, a := range f.export.Accounts() {
		all = fold(all, finding{account: a, files: f.filesOf(a)})
	}
	return all
}

// filesOf are the files with the parts that hold an account.
func (f *findings) filesOf(a vault.Account) []pictureFile {
	var files []pictureFile
	for _, p := range f.parts {
		if slices.ContainsFunc(p.part.Accounts, a.SameCredential) {
			files = append(files, p.files()...)
		}
	}
	return files
}

// fold adds a finding to others, unless it is there: the same code twice, as on
// two displays that show the same.
func fold(all []finding, f finding) []finding {
	i := slices.IndexFunc(all, f.same)
	if i < 0 {
		return append(all, f)
	}
	had := &all[i]
	had.account.Counter = max(had.account.Counter, f.account.Counter)
	if had.thumbnail == nil {
		had.thumbnail = f.thumbnail
	}
	had.files = slices.Concat(had.files, f.files)
	return all
}

// spent are the files that have nothing more to give once the accounts that
// isIn knows are in the vault: all that they hold is there, and it says so of
// at least one of them.
func (f *findings) spent(isIn func(vault.Account) bool) []pictureFile {
	var in, still []pictureFile
	for _, e := range f.all() {
		if isIn(e.account) {
			in = append(in, e.files...)
		} else {
			still = append(still, e.files...)
		}
	}
	for _, o := range f.others {
		var foreign *foreignCode
		if !errors.As(o.err, &foreign) { // an enrolment that may work elsewhere
			still = append(still, o.files()...)
		}
	}
	var spent []pictureFile
	for _, file := range in {
		if !slices.Contains(still, file) && !slices.Contains(spent, file) {
			spent = append(spent, file)
		}
	}
	return spent
}
