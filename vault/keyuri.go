package vault

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

var (
	// ErrNotKeyURI: the text is something else than a key URI.
	ErrNotKeyURI = errors.New("not a key URI")
	// ErrMigration: the text is a migration link, which holds several accounts
	// in a form of its own.
	ErrMigration = errors.New("a migration link, not a key URI")
)

// maxKeyURI is far above what a QR code holds (2,953 bytes) and leaves room
// for the notes and pictures that some programs put into key URIs.
const maxKeyURI = 64 << 10

// linkSpace is what gets to the ends of a link when it is copied.
const linkSpace = " \t\r\n\v\f\u00a0\u200b\ufeff"

// ParseKeyURI reads a key URI: otpauth://totp, hotp or steam, or steam://SECRET.
// The format was never a standard
// (https://github.com/google/google-authenticator/wiki/Key-Uri-Format); this
// parser takes what services really write, and refuses what would make other
// codes than the service expects.
//
// A text that is no key URI at all gives ErrNotKeyURI, a migration link
// ErrMigration, everything else a ParamError, also for the types yaotp and motp,
// which are not supported. No error holds any of the text.
func ParseKeyURI(text string) (Account, error) {
	if len(text) > maxKeyURI {
		return Account{}, &ParamError{ParamKeyURI, ReasonTooLong}
	}
	scheme, rest, ok := strings.Cut(strings.Trim(text, linkSpace), "://")
	if !ok {
		return Account{}, ErrNotKeyURI
	}
	switch strings.ToLower(scheme) {
	case "otpauth", "apple-otpauth":
		return parseOTPAuth(rest)
	case "steam":
		return parseSteamURI(rest)
	case "motp":
		return Account{}, &ParamError{ParamType, ReasonUnsupported}
	case "otpauth-migration":
		return Account{}, ErrMigration
	}
	return Account{}, ErrNotKeyURI
}

// parseOTPAuth reads what follows otpauth://. It is not url.Parse: a raw # is
// data here, and a stray % or space must not lose the account.
func parseOTPAuth(rest string) (Account, error) {
	// Some exports lose a line's end and run into the next one. Half a key URI
	// can look whole, with a period of 3 for 30: so neither half is used.
	if strings.Contains(strings.ToLower(rest), "otpauth://") {
		return Account{}, &ParamError{ParamKeyURI, ReasonTwoURIs}
	}
	head, query, _ := strings.Cut(rest, "?")
	host, label, _ := strings.Cut(head, "/")
	params := parseParams(query)

	a := Account{Type: Type(strings.ToLower(host))}
	switch a.Type {
	case TypeTOTP, TypeHOTP, TypeSteam:
	case "yaotp":
		return Account{}, &ParamError{ParamType, ReasonUnsupported}
	default:
		return Account{}, &ParamError{ParamType, ReasonUnknown}
	}
	var err error
	if a.Secret, err = ParseSecret(params.get("secret")); err != nil {
		return Account{}, err
	}
	if a.Issuer, a.Name, err = parseNames(label, params["issuer"]); err != nil {
		return Account{}, err
	}
	if err := a.parseParameters(params); err != nil {
		return Account{}, err
	}
	if err := a.Validate(); err != nil {
		return Account{}, err
	}
	return a, nil
}

// params are the parameters of a key URI by name in lower case, still encoded.
type params map[string]string

// parseParams splits at & and at the first = only: padding is written raw. The
// first of two parameters of one name wins.
func parseParams(query string) params {
	p := make(params)
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		// &amp; is & in the source of a page. Left alone it would hide a parameter.
		name = strings.TrimPrefix(strings.ToLower(unescape(name, true)), "amp;")
		if _, seen := p[name]; !seen {
			p[name] = value
		}
	}
	return p
}

// get returns a decoded value, empty if it is not there. Some programs write
// null for a value they do not have.
func (p params) get(name string) string {
	value := strings.TrimSpace(unescape(p[name], true))
	if strings.EqualFold(value, "null") {
		return ""
	}
	return value
}

// number returns a whole number without a sign from lo to hi, or def when the
// parameter is not there.
func (p params) number(param Param, def, lo, hi uint64) (uint64, error) {
	value := p.get(string(param))
	if value == "" {
		return def, nil
	}
	n, err := strconv.ParseUint(value, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, &ParamError{param, ReasonRange}
	case err != nil:
		return 0, &ParamError{param, ReasonNotNumber}
	case n < lo || n > hi:
		return 0, &ParamError{param, ReasonRange}
	}
	return n, nil
}

// parseParameters sets everything that codes are made from but the secret.
func (a *Account) parseParameters(p params) error {
	var err error
	if a.Algorithm, err = parseAlgorithm(p.get("algorithm")); err != nil {
		return err
	}
	digits, err := p.number(ParamDigits, DefaultDigits, 1, MaxDigits)
	if err != nil {
		return err
	}
	a.Digits = int(digits)
	if a.Type == TypeHOTP {
		a.Counter, err = p.number(ParamCounter, 0, 0, MaxCounter)
	} else {
		var period uint64
		period, err = p.number(ParamPeriod, DefaultPeriod, 1, MaxPeriod)
		a.Period = int(period)
	}
	if err != nil {
		return err
	}
	steam, err := a.isSteam(p)
	if err != nil || !steam {
		return err
	}
	if a.Type == TypeHOTP {
		return &ParamError{ParamEncoder, ReasonUnused}
	}
	// Steam codes have five characters, whatever digits says.
	a.Type, a.Digits = TypeSteam, SteamDigits
	return nil
}

// isSteam finds Steam in all its spellings: the type, encoder=steam (KeePassXC),
// a bare steam, or a TOTP account at the issuer Steam that says nothing against it.
func (a *Account) isSteam(p params) (bool, error) {
	switch strings.ToLower(p.get("encoder")) {
	case "steam":
		return true, nil
	case "":
	default:
		return false, &ParamError{ParamEncoder, ReasonUnknown}
	}
	if _, bare := p["steam"]; bare || a.Type == TypeSteam {
		return true, nil
	}
	fits := a.Algorithm == SHA1 && a.Period == DefaultPeriod &&
		(a.Digits == SteamDigits || p.get("digits") == "")
	return a.Type == TypeTOTP && fits && strings.EqualFold(a.Issuer, steamIssuer), nil
}

// parseAlgorithm reads all spellings seen: sha1, SHA-1, SHA_256, HmacSHA256,
// HMAC-SHA-512, Algorithm.sha256. Nothing is SHA1 that does not say so.
func parseAlgorithm(text string) (Algorithm, error) {
	name := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == ' ' {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
	name = strings.TrimPrefix(strings.TrimPrefix(name, "algorithm."), "hmac")
	switch {
	case text == "" || name == "sha1":
		return SHA1, nil
	case name == "sha256":
		return SHA256, nil
	case name == "sha512":
		return SHA512, nil
	}
	return "", &ParamError{ParamAlgorithm, ReasonUnknown}
}

const steamIssuer = "Steam"

// steamSecretLen is the length of every secret that Steam gives out.
const steamSecretLen = 20

// parseSteamURI reads what follows steam://: a secret in base32 (Bitwarden,
// Proton) or in base64, as Steam writes it. Most base64 has characters that
// base32 lacks; of the rest, base32 is never written in mixed case.
func parseSteamURI(rest string) (Account, error) {
	a := Account{Type: TypeSteam, Issuer: steamIssuer, Algorithm: SHA1, Digits: SteamDigits, Period: DefaultPeriod}
	text := strings.TrimSpace(unescape(rest, false))
	raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	isBase64 := err == nil && len(raw) == steamSecretLen
	mixed := strings.ToUpper(text) != text && strings.ToLower(text) != text

	a.Secret, err = ParseSecret(text)
	if isBase64 && (mixed || err != nil) {
		a.Secret, err = NewSecret(raw), nil
	}
	if err != nil {
		return Account{}, err
	}
	return a, nil
}

// KeyURI writes the account as a key URI, its secret included: with every
// parameter, a literal colon in the label, and spaces as %20, which all
// programs read. ParseKeyURI reads the same account back, except that a TOTP
// account with everything a Steam account has reads back as one. An account
// without codes has no key URI: empty.
func KeyURI(a Account) string {
	if a.Type == TypeNone {
		return ""
	}
	label := escape(a.Name)
	// A colon in the name would be read as the end of an issuer.
	if a.Issuer != "" || strings.Contains(a.Name, ":") {
		label = escape(a.Issuer) + ":" + label
	}
	var b strings.Builder
	b.WriteString("otpauth://" + string(a.Type) + "/" + label + "?secret=" + formatSecret(a.Secret))
	if a.Issuer != "" {
		b.WriteString("&issuer=" + escape(a.Issuer))
	}
	b.WriteString("&algorithm=" + string(a.Algorithm) + "&digits=" + strconv.Itoa(a.Digits))
	if a.Type == TypeHOTP {
		b.WriteString("&counter=" + strconv.FormatUint(a.Counter, 10))
	} else {
		b.WriteString("&period=" + strconv.Itoa(a.Period))
	}
	return b.String()
}

// escape percent-encodes all but the unreserved characters of RFC 3986.
func escape(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// unescape decodes percent-escapes and leaves what is none as it stands. With
// plus, + is a space, as in a form.
func unescape(text string, plus bool) string {
	if !strings.ContainsAny(text, "%+") {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '+' && plus:
			out = append(out, ' ')
		case c == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			out = append(out, unhex(text[i+1])<<4|unhex(text[i+2]))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
