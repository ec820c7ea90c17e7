package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/deskfob/deskfob/vault/kit"
	"github.com/spf13/pflag"
)

// sheetOptions are the flags of "deskfob kit create" for a sheet.
type sheetOptions struct {
	sheet, paper string
	sheetSecrets bool
}

func (o *sheetOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.sheet, "sheet", "", "also write a sheet to print, as a `PDF`")
	f.StringVar(&o.paper, "paper", "", "the sheet's paper: `A4|Letter` (else by the locale)")
	f.BoolVar(&o.sheetSecrets, "sheet-secrets", false, "print secrets and enrolment QR codes on the sheet, too")
}

func (o *sheetOptions) check(s *session) error {
	if o.sheet == "" && (o.paper != "" || o.sheetSecrets) {
		return usage("kit create", sheetFlagsAlone)
	}
	switch strings.ToLower(o.paper) {
	case "":
		o.paper = string(localPaper(s.Getenv))
	case "a4":
		o.paper = string(kit.A4)
	case "letter":
		o.paper = string(kit.Letter)
	default:
		return usage("kit create", badPaper)
	}
	return nil
}

// localPaper is the paper that is used where the locale says, as POSIX looks it up.
func localPaper(getenv func(string) string) kit.Paper {
	for _, name := range []string{"LC_ALL", "LC_PAPER", "LANG"} {
		value := getenv(name)
		if value == "" {
			continue
		}
		_, rest, _ := strings.Cut(value, "_")
		territory, _, _ := strings.Cut(rest, ".")
		if slices.Contains(letterTerritories(), territory) {
			return kit.Letter
		}
		break
	}
	return kit.A4
}

// letterTerritories are those that print on Letter (Unicode CLDR, paperSize).
func letterTerritories() []string {
	return []string{"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
}

// saveSheet prints the kit's entries, and enters the sheet in the register.
func (m *kitMaker) saveSheet(over kit.Overwrite) (kit.Copy, error) {
	sheet := kit.Sheet{
		Paper: kit.Paper(m.o.paper), Created: m.kit.Created, Entries: m.kit.Entries, Secrets: m.o.sheetSecrets,
		KitFile: filepath.Base(m.o.file), PassphraseLine: true, Text: kit.English(),
	}
	making := m.register.MakingSheet(sheet.Hold(), m.v)
	sheet.Replaces = making.Takes.Created
	printed, err := sheet.Print()
	if err != nil {
		return kit.Copy{}, saveFailure(m.o.sheet, err)
	}
	sum, err := kit.SaveSheet(m.o.sheet, printed.PDF, over)
	if err != nil {
		return kit.Copy{}, saveFailure(m.o.sheet, err)
	}
	for _, e := range m.kit.Entries {
		if slices.Contains(printed.Unprintable, e.Account.ID) {
			m.tell(notPrintable(e.Account))
		}
	}
	made := sheet.Copy(printed, m.o.sheet, sum, "")
	m.register = making.Enter(m.register, made)
	return made, nil
}
