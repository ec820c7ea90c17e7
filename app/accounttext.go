package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// accountTitle is the name of an account in a sentence: its issuer, else its
// account name.
func accountTitle(a vault.Account) string {
	switch {
	case a.Issuer != "":
		return a.Issuer
	case a.Name != "":
		return a.Name
	}
	return lang.L("Account without a name")
}

// accountLine names an account in full.
func accountLine(a vault.Account) string {
	if a.Issuer != "" && a.Name != "" {
		return a.Issuer + ", " + a.Name
	}
	return accountTitle(a)
}

// parametersLine says how an account's codes are made.
func parametersLine(a vault.Account) string {
	words := map[string]any{
		"Algorithm": strings.Replace(string(a.Algorithm), "SHA", "SHA-", 1),
		"Digits":    a.Digits, "Period": a.Period, "Counter": a.Counter,
	}
	switch a.Type {
	case vault.TypeTOTP:
		return lang.L("TOTP, {{.Algorithm}}, {{.Digits}} digits, every {{.Period}} s.", words)
	case vault.TypeHOTP:
		return lang.L("HOTP, {{.Algorithm}}, {{.Digits}} digits, counter {{.Counter}}.", words)
	case vault.TypeSteam:
		return lang.L("Steam Guard, 5 characters, every 30 s.")
	}
	if a.Open == vault.StepEnrol {
		return lang.L("Waits for a new QR code.")
	}
	return lang.L("A recovery code only.")
}

// dateOf writes a day as a person does.
func dateOf(t time.Time) string { return t.Local().Format("2 Jan 2006") }

// ctxEnded reports whether err only says that the person went elsewhere.
func ctxEnded(err error) bool { return errors.Is(err, context.Canceled) }
