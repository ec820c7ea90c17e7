package app

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
)

var (
	// errNoCodeFound: a picture holds no QR code.
	errNoCodeFound = errors.New("no QR code in the picture")
	// errNothingPasted: a text is nothing that an account can be made from.
	errNothingPasted = errors.New("neither a picture's path nor a key URI")
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
func readCode(text string) (vault.Account, error) {
	a, err := vault.ParseKeyURI(text)
	if !errors.Is(err, vault.ErrNotKeyURI) {
		return a, err
	}
	lower := strings.ToLower(strings.TrimSpace(text))
	for _, f := range foreignKinds() {
		if strings.HasPrefix(lower, f.prefix) {
			return vault.Account{}, &foreignCode{kind: f.kind}
		}
	}
	if u, err := url.Parse(lower); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		return vault.Account{}, &foreignCode{kind: "a link", host: vault.CleanName(u.Hostname())}
	}
	return vault.Account{}, &foreignCode{kind: "some other text"}
}

// findings is what pictures or a text hold: enrolments, and for everything
// else the reason why it is none.
type findings struct {
	accounts []vault.Account
	others   []error
	fromLink bool // all were read from text, not from a QR code
}

func (f *findings) addCode(text string) {
	a, err := readCode(text)
	if err != nil {
		f.others = append(f.others, err)
		return
	}
	for _, had := range f.accounts {
		if had.SameCredential(a) && had.Issuer == a.Issuer && had.Name == a.Name {
			return // the same code twice, as on two displays that show the same
		}
	}
	f.accounts = append(f.accounts, a)
}

// addImage reads the codes of a picture.
func (f *findings) addImage(ctx context.Context, img image.Image) error {
	symbols, err := scanner.Decode(ctx, img)
	for _, s := range symbols {
		f.addCode(s.Text)
	}
	return err
}

// readImages finds the enrolments on screens. No code is errNoCodeFound.
func readImages(ctx context.Context, images []image.Image) (findings, error) {
	var f findings
	for _, img := range images {
		if err := f.addImage(ctx, img); err != nil {
			return f, err
		}
	}
	if len(f.accounts) == 0 && len(f.others) == 0 {
		return f, errNoCodeFound
	}
	return f, nil
}

// readPictures finds the enrolments in files. What cannot be read, or holds no
// code, is among the others. Only the end of ctx is an error.
func readPictures(ctx context.Context, paths []string) (findings, error) {
	var f findings
	for _, path := range paths {
		had := len(f.accounts) + len(f.others)
		img, err := scanner.ReadFile(path)
		if err == nil {
			err = f.addImage(ctx, img)
		}
		if err == nil && len(f.accounts)+len(f.others) == had {
			err = errNoCodeFound
		}
		if ctx.Err() != nil {
			return f, ctx.Err()
		}
		if err != nil {
			f.others = append(f.others, err)
		}
	}
	return f, nil
}

// pasted is what a pasted text turned out to be.
type pasted struct {
	findings findings      // key URIs
	paths    []string      // pictures to read
	data     []byte        // a picture's bytes
	secret   *vault.Secret // a bare secret
}

// leastSecret is how many characters of base32 make a text look like a bare
// secret, not like a word: 80 bits, the least that services use.
const leastSecret = 16

// sortText says what a pasted text is: key URIs, paths and file URIs (a line
// each), a data URI of a picture, or a bare secret.
func sortText(text string) (pasted, error) {
	var p pasted
	text = strings.TrimSpace(text)
	if data, err := pictureData(text); data != nil || err != nil {
		p.data = data
		return p, err
	}
	for line := range strings.Lines(text) {
		line = strings.Trim(strings.TrimSpace(line), `'"`)
		switch path, ok := picturePath(line); {
		case line == "":
		case ok:
			p.paths = append(p.paths, path)
		case strings.Contains(line, "://"):
			p.findings.fromLink = true
			p.findings.addCode(line)
		default:
			return p, p.bareSecret(text)
		}
	}
	if len(p.paths)+len(p.findings.accounts)+len(p.findings.others) == 0 {
		return p, errNothingPasted
	}
	return p, nil
}

func (p *pasted) bareSecret(text string) error {
	s, err := vault.ParseSecret(text)
	if err != nil || s.Len() < leastSecret*5/8 {
		return errNothingPasted
	}
	p.secret = &s
	return nil
}

// picturePath is the path that a line of text names: absolute, in the home
// folder, or as a file URI.
func picturePath(line string) (string, bool) {
	if u, err := url.Parse(line); err == nil && strings.EqualFold(u.Scheme, "file") {
		return filepath.FromSlash(u.Path), u.Path != ""
	}
	if rest, ok := strings.CutPrefix(line, "~/"); ok {
		home, err := os.UserHomeDir()
		return filepath.Join(home, rest), err == nil
	}
	return line, filepath.IsAbs(line)
}

// pictureData is the picture in a data URI, as browsers copy it; nil for other texts.
func pictureData(text string) ([]byte, error) {
	if len(text) < 5 || !strings.EqualFold(text[:5], "data:") {
		return nil, nil
	}
	kind, body, _ := strings.Cut(text[5:], ",")
	if !strings.HasPrefix(strings.ToLower(kind), "image/") || !strings.HasSuffix(strings.ToLower(kind), ";base64") {
		return nil, errNothingPasted
	}
	data, err := base64.StdEncoding.DecodeString(body)
	if err != nil {
		return nil, fmt.Errorf("%w: its data is cut off", scanner.ErrNotImage)
	}
	return data, nil
}
