package vault

import (
	"encoding/base32"
	"unicode"
)

const (
	// maxSecret keeps an account within a page. RFC 4226 asks for 16 bytes or
	// more; services use 10 to 64.
	maxSecret = 512
	// maxSecretText leaves room for maxSecret bytes in base32 with a space or
	// dash after every letter.
	maxSecretText = 2048
)

// ParseSecret reads a base32 secret (RFC 4648) as people and services write
// it: any case, spaces, dashes, missing or wrong padding, odd lengths. Bits
// left over at the end are dropped. Digits that are not base32 are refused,
// never guessed at: a 0 may be an O, but a wrong guess makes wrong codes.
func ParseSecret(text string) (Secret, error) {
	if len(text) > maxSecretText {
		return Secret{}, &ParamError{ParamSecret, ReasonTooLong}
	}
	var (
		out    []byte
		acc    uint32 // the last bits read, not yet a byte
		bits   uint
		padded bool
	)
	for _, r := range text {
		if isSecretSpace(r) {
			continue
		}
		if r == '=' {
			padded = true
			continue
		}
		v, ok := base32Value(r)
		if !ok || padded {
			return Secret{}, &ParamError{ParamSecret, ReasonNotBase32}
		}
		acc = acc<<5 | v
		if bits += 5; bits >= 8 {
			bits -= 8
			out = append(out, byte(acc>>bits))
		}
	}
	switch {
	case len(out) == 0 && bits == 0:
		return Secret{}, &ParamError{ParamSecret, ReasonMissing}
	case len(out) == 0:
		return Secret{}, &ParamError{ParamSecret, ReasonNotBase32}
	case len(out) > maxSecret:
		return Secret{}, &ParamError{ParamSecret, ReasonTooLong}
	}
	return NewSecret(out), nil
}

// isSecretSpace reports what people put between the letters of a secret, and
// what copying from a web page adds: no-break and zero-width spaces.
func isSecretSpace(r rune) bool {
	return r == '-' || r == '_' || r == '\u200b' || r == '\ufeff' || unicode.IsSpace(r)
}

func base32Value(r rune) (uint32, bool) {
	switch {
	case 'A' <= r && r <= 'Z':
		return uint32(r - 'A'), true
	case 'a' <= r && r <= 'z':
		return uint32(r - 'a'), true
	case '2' <= r && r <= '7':
		return uint32(r-'2') + 26, true
	}
	return 0, false
}

// formatSecret writes a secret as base32 without padding, as key URIs hold it.
func formatSecret(s Secret) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(s.bytes())
}
