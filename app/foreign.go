package app

import (
	"errors"
	"net/url"
	"strings"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// foreignCode is the error for a code that is no enrolment. It says what kind
// of text it is, and of a link the host, never the text itself.
type foreignCode struct{ kind, host string }

func (e *foreignCode) Error() string { return "a code that is no enrolment: " + e.kind }

// Unwrap makes errors.Is(err, vault.ErrNotKeyURI) true.
func (e *foreignCode) Unwrap() error { return vault.ErrNotKeyURI }

func (e *foreignCode) message() message {
	do := lang.L("The enrolment code is on the page where the service sets up an authenticator.")
	if e.host != "" {
		return message{lang.L("One code is a link to {{.Host}}, not an enrolment.", map[string]any{"Host": e.host}), do}
	}
	return message{lang.L("One code is {{.Kind}}, not an enrolment.", map[string]any{"Kind": lang.L(e.kind)}), do}
}

// foreignKinds are beginnings that tell what a QR code is for.
func foreignKinds() []struct{ prefix, kind string } {
	return []struct{ prefix, kind string }{
		{"wifi:", "a Wi-Fi password"},
		{"begin:vcard", "an address card"},
		{"mecard:", "an address card"},
		{"begin:vevent", "a calendar entry"},
		{"mailto:", "a mail address"},
		{"tel:", "a phone number"},
		{"sms", "a text message"},
		{"fido:", "a passkey sign-in"},
		{"phonefactor:", "an enrolment for one vendor's own app"},
		{"duo", "an enrolment for one vendor's own app"},
	}
}

// readCode reads what a QR code or a link holds.
func readCode(text string) (vault.Enrolment, error) {
	e, err := vault.ParseEnrolment(text)
	if !errors.Is(err, vault.ErrNotKeyURI) {
		return e, err
	}
	lower := strings.ToLower(strings.TrimSpace(text))
	for _, f := range foreignKinds() {
		if strings.HasPrefix(lower, f.prefix) {
			return vault.Enrolment{}, &foreignCode{kind: f.kind}
		}
	}
	if u, err := url.Parse(lower); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		return vault.Enrolment{}, &foreignCode{kind: "a link", host: vault.CleanName(u.Hostname())}
	}
	return vault.Enrolment{}, &foreignCode{kind: "some other text"}
}
