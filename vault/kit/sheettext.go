package kit

import (
	"time"

	"github.com/deskfob/deskfob/vault"
)

// SheetText is every word on a sheet, so that a program in another language
// can print it in that. %s and %d are filled in.
type SheetText struct {
	Title    string
	Accounts func(n int) string
	Replaces string // %s: a date
	Date     func(t time.Time) string
	Footer   string // %s: a date; %d: page, %d: of how many

	StepsTitle  string
	StepKit     string // how to restore from the kit file; only when there is one. %s: its name
	StepSignIn  string
	StepCross   string
	StepNew     string
	StepScan    string // only when secrets are printed
	StepWithout string // how to open the kit file without Deskfob. %s: its name
	Keep        string

	Passphrase     string // above the lines for its words. %s: the kit file's name
	PassphraseNote string

	Kind      map[vault.RecoveryKind]string
	NewCode   string // before the line for a new code
	Spaces    string // for codes with spaces of their own
	Gaps      string // for codes printed in groups
	NoCodes   string
	Unprinted string // codes with letters that the fonts lack
	Unread    string // recovery codes that the vault could not read
	OnlyKit   string // follows NoCodes where the secret is not printed
	Lacking   string // a name with letters that the fonts lack, before a line to write it on
	More      string // after the name on the next page
	Secret    string // before the secret
	Details   string // %s: type, %s: algorithm, %d: digits
	Period    string // %d: seconds
	Counter   string // %d: the counter
	NoQR      string // the key URI does not fit into a QR code that prints well
	Alike     string // which letters and digits are which
}

// English is the text of the sheet in English.
func English() SheetText {
	return SheetText{
		Title: "Recovery sheet",
		Accounts: func(n int) string {
			if n == 1 {
				return "1 account"
			}
			return itoa(n) + " accounts"
		},
		Replaces: "It replaces the sheet of %s. Destroy that one.",
		Date:     func(t time.Time) string { return t.Format("2 January 2006") },
		Footer:   "Recovery sheet of %s   ·   page %d of %d",

		StepsTitle:  "If the computer with Deskfob is gone",
		StepKit:     "If you have the kit file %s and its passphrase: install Deskfob on another computer, choose Restore from a kit, and all accounts are back. You need no code from this sheet.",
		StepSignIn:  "Otherwise sign in at each service with your name and password. When it asks for a code, look for “Try another way” or “Use a recovery code”.",
		StepCross:   "Type the first code of that service that is not crossed off. Then cross it off.",
		StepNew:     "If the service shows a new code, write it down here at once. Save it in Deskfob later.",
		StepScan:    "Where a QR code is printed, Deskfob or any other authenticator makes codes again once it has scanned it.",
		StepWithout: "Without Deskfob, the free program age opens the kit file: age -d %s",
		Keep:        "Keep this sheet like a passport: whoever reads it can use it.",

		Passphrase:     "Passphrase of the kit file %s, by hand",
		PassphraseNote: "Only if this sheet and the file are kept in different places.",

		Kind: map[vault.RecoveryKind]string{
			vault.RecoveryList:     "Each code works once.",
			vault.RecoveryRotating: "Works once. The service then shows a new one.",
			vault.RecoveryRemoval:  "Switches two-step sign-in off. Set it up again straight afterwards.",
		},
		NewCode:   "New code",
		Spaces:    "The spaces belong to the codes.",
		Gaps:      "Type it without the gaps.",
		NoCodes:   "No recovery code is saved for this account.",
		Unprinted: "A code here has letters that cannot be printed, shown as \u25a1: write it down by hand.",
		Unread:    "The recovery codes could not be read when this sheet was made.",
		OnlyKit:   "The kit file brings it back.",
		Lacking:   "Name, by hand",
		More:      "continued",
		Secret:    "Secret",
		Details:   "%s, %s, %d digits",
		Period:    "every %d seconds",
		Counter:   "next counter %d",
		NoQR:      "Too long for a QR code that prints well.",
		Alike:     "0 zero   O letter   1 one   l small L   I capital i   5 five   S letter   8 eight   B letter",
	}
}
