package vault

import (
	"fmt"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// Code is one code and the half-open span [From, Until) of wall-clock time it
// is good for. For HOTP both times are zero.
type Code struct {
	Text        string // as typed, without grouping
	From, Until time.Time
}

// Remaining is the time left at now, rounded up to whole seconds as a person
// reads a countdown; never negative. It uses wall-clock time only: Go's
// monotonic clock stands still while a computer sleeps.
func (c Code) Remaining(now time.Time) time.Duration {
	left := c.Until.Round(0).Sub(now.Round(0))
	if left <= 0 {
		return 0
	}
	whole := left.Truncate(time.Second)
	if whole < left {
		whole += time.Second
	}
	return whole
}

// CodeAt returns the code of a TOTP (RFC 6238) or Steam account at t, by the
// wall clock; other types give ErrNoCode. From and Until are in t's location.
func CodeAt(a Account, t time.Time) (Code, error) {
	if a.Type == TypeHOTP || a.Type == TypeNone {
		return Code{}, fmt.Errorf("code of a %s account for a time: %w", a.Type, ErrNoCode)
	}
	if err := a.validateCredential(); err != nil {
		return Code{}, err
	}
	period := int64(a.Period)
	step := t.Unix() / period
	if t.Unix()%period < 0 { // round down, also before 1970
		step--
	}
	text, err := hotpCode(a, uint64(step))
	if err != nil {
		return Code{}, err
	}
	from := time.Unix(step*period, 0).In(t.Location())
	return Code{Text: text, From: from, Until: from.Add(time.Duration(period) * time.Second)}, nil
}

// CodeForCounter returns the HOTP code (RFC 4226) for one counter. Save the
// counter before showing it: Vault.NextHOTP does both. Other types give ErrNoCode.
func CodeForCounter(a Account, counter uint64) (Code, error) {
	if a.Type != TypeHOTP {
		return Code{}, fmt.Errorf("code of a %s account for a counter: %w", a.Type, ErrNoCode)
	}
	if err := a.validateCredential(); err != nil {
		return Code{}, err
	}
	text, err := hotpCode(a, counter)
	return Code{Text: text}, err
}

// hotpCode makes the code of a valid account for one counter. The otp package
// turns what it does not know into something else or panics, and computes the
// step of a time in floating point: so it gets every option, checked, and the
// counter, never a time.
func hotpCode(a Account, counter uint64) (string, error) {
	opts := hotp.ValidateOpts{Digits: otp.Digits(a.Digits), Encoder: otp.EncoderDefault}
	switch a.Algorithm {
	case SHA1:
		opts.Algorithm = otp.AlgorithmSHA1
	case SHA256:
		opts.Algorithm = otp.AlgorithmSHA256
	case SHA512:
		opts.Algorithm = otp.AlgorithmSHA512
	default:
		return "", &ParamError{ParamAlgorithm, ReasonUnknown}
	}
	if a.Type == TypeSteam {
		opts.Encoder = otp.EncoderSteam
	}
	text, err := hotp.GenerateCodeCustom(formatSecret(a.Secret), counter, opts)
	if err != nil { // its errors may hold the secret
		return "", &ParamError{ParamSecret, ReasonNotBase32}
	}
	return text, nil
}

// GroupCode writes a code for reading, in groups parted by a space: 6 digits
// as 3+3, 7 as 3+4, 8 as 4+4, 9 as 3+3+3, 10 as 3+3+4; 5 (Steam's too) and
// fewer together.
func GroupCode(text string) string {
	switch len(text) {
	case 6, 7:
		return text[:3] + " " + text[3:]
	case 8:
		return text[:4] + " " + text[4:]
	case 9, 10:
		return text[:3] + " " + text[3:6] + " " + text[6:]
	}
	return text
}
