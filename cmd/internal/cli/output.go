package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/deskfob/deskfob/vault"
)

// accountJSON is an account as list and add print it. Fields that do not apply
// to its type are absent.
type accountJSON struct {
	ID        string        `json:"id"`
	Issuer    string        `json:"issuer"`
	Account   string        `json:"account"`
	Type      string        `json:"type"`
	Algorithm string        `json:"algorithm,omitempty"`
	Digits    int           `json:"digits,omitempty"`
	Period    int           `json:"period,omitempty"`
	Counter   *uint64       `json:"counter,omitempty"`
	Recovery  *recoveryJSON `json:"recovery"`
}

// recoveryJSON is the short form of a recovery status.
type recoveryJSON struct {
	Kind  string `json:"kind"`
	State string `json:"state"`
}

func toJSON(a vault.Account) accountJSON {
	j := accountJSON{ID: a.ID, Issuer: a.Issuer, Account: a.Name, Type: string(a.Type)}
	if a.Type != vault.TypeNone {
		j.Algorithm, j.Digits, j.Period = string(a.Algorithm), a.Digits, a.Period
	}
	if a.Type == vault.TypeHOTP {
		j.Counter = &a.Counter
	}
	if a.Recovery != nil {
		j.Recovery = &recoveryJSON{string(a.Recovery.Kind), string(a.Recovery.State)}
	}
	return j
}

// printAccounts prints a JSON array of accounts.
func (s *session) printAccounts(accounts []vault.Account) error {
	list := make([]accountJSON, len(accounts))
	for i, a := range accounts {
		list[i] = toJSON(a)
	}
	return s.printJSON(list)
}

// printJSON prints v as one JSON text with a line end.
func (s *session) printJSON(v any) error {
	encoder := json.NewEncoder(s.Out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}

// accountLine is id, issuer and account name between tabs.
func accountLine(a vault.Account) string {
	return line(a.ID, a.Issuer, a.Name)
}

// accountTitle names an account in a sentence.
func accountTitle(a vault.Account) string {
	switch {
	case a.Issuer == "" && a.Name == "":
		return "the account without a name"
	case a.Issuer == "":
		return oneLine(a.Name)
	case a.Name == "":
		return oneLine(a.Issuer)
	}
	return oneLine(a.Issuer) + " (" + oneLine(a.Name) + ")"
}

// line puts fields between tabs, so that no field can end the line, begin
// another field or steer a terminal.
func line(fields ...string) string {
	for i, f := range fields {
		fields[i] = oneLine(f)
	}
	return strings.Join(fields, "\t")
}

// oneLine makes text of foreign origin fit to print, as vault makes it fit to
// keep: it cannot break a line or steer a terminal.
func oneLine(text string) string { return vault.CleanName(text) }

// visible is text on one line with its control characters spelled out: for a
// code's own text, of which nothing may be dropped unseen.
func visible(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) {
			fmt.Fprintf(&b, "\\u%04x", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// stamp writes a time as RFC 3339 in UTC, to the second.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
