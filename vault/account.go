package vault

import (
	"math"
	"strings"
	"time"
	"unicode"
)

// Type says how an account's codes are made.
type Type string

// The account types. TypeNone is an account that has recovery codes only.
const (
	TypeTOTP  Type = "totp"
	TypeHOTP  Type = "hotp"
	TypeSteam Type = "steam"
	TypeNone  Type = "none"
)

// Algorithm is the hash under the HMAC (RFC 4226, RFC 6238 section 1.2).
type Algorithm string

// The algorithms that key URIs name.
const (
	SHA1   Algorithm = "SHA1"
	SHA256 Algorithm = "SHA256"
	SHA512 Algorithm = "SHA512"
)

// The values a key URI means when it leaves a parameter out.
const (
	DefaultDigits = 6
	DefaultPeriod = 30 // seconds
	SteamDigits   = 5
)

// The limits of an account's fields. Names and secrets are limited so that
// every account fits a page; a period so that it fits 32 bits in milliseconds.
const (
	MaxName    = 256 // bytes of issuer, and of account name
	MaxDigits  = 10
	MaxPeriod  = 2_147_483 // seconds
	MaxCounter = math.MaxInt64
)

// Account is one login at one service. Fields that do not apply to its Type
// are zero: Counter for all but HOTP, Period for HOTP, everything from Secret
// to Counter for TypeNone.
type Account struct {
	ID        string // made by Vault.Add, never changes
	Issuer    string // the service
	Name      string // the account name: what follows the colon of a label
	Type      Type
	Secret    Secret
	Algorithm Algorithm
	Digits    int
	Period    int    // seconds
	Counter   uint64 // the counter of the next code
	Created   time.Time
	Renewed   time.Time       // when the credential last took the place of another; zero: never
	Open      EnrolmentStep   // what is left of setting it up; empty: nothing
	Recovery  *RecoveryStatus // nil: no recovery code was ever saved
}

// EnrolmentStep says what is left to do of an enrolment.
type EnrolmentStep string

// The steps that an enrolment can stop before.
const (
	StepDone     EnrolmentStep = ""         // nothing is left
	StepEnrol    EnrolmentStep = "enrol"    // the old credential was retired, a new one is to be scanned
	StepConfirm  EnrolmentStep = "confirm"  // the service has not taken a code yet
	StepRecovery EnrolmentStep = "recovery" // the recovery code is not saved yet
)

// SameCredential reports whether a and b make the same codes: type, secret,
// algorithm, digits and period agree. Names and counters do not count. Accounts
// without codes are never the same.
func (a Account) SameCredential(b Account) bool {
	return a.Type != TypeNone && a.Type == b.Type && a.Secret.Equal(b.Secret) &&
		a.Algorithm == b.Algorithm && a.Digits == b.Digits && a.Period == b.Period
}

// Validate reports what keeps an account from being stored or making codes,
// as a ParamError. Nothing is filled in: an account says all that its type
// needs and nothing else, so that two that make the same codes are equal.
func (a Account) Validate() error {
	if err := validateName(ParamIssuer, a.Issuer); err != nil {
		return err
	}
	if err := validateName(ParamName, a.Name); err != nil {
		return err
	}
	switch a.Open {
	case StepDone, StepEnrol, StepConfirm, StepRecovery:
	default:
		return &ParamError{ParamType, ReasonUnknown}
	}
	return a.validateCredential()
}

func validateName(p Param, name string) error {
	if len(name) > MaxName {
		return &ParamError{p, ReasonTooLong}
	}
	if CleanName(name) != name {
		return &ParamError{p, ReasonNotText}
	}
	return nil
}

// validateCredential checks the fields that codes are made from.
func (a Account) validateCredential() error {
	switch a.Type {
	case TypeTOTP, TypeHOTP, TypeSteam:
	case TypeNone:
		if !a.Secret.IsZero() || a.Algorithm != "" || a.Digits != 0 || a.Period != 0 || a.Counter != 0 {
			return &ParamError{ParamType, ReasonUnused}
		}
		return nil
	default:
		return &ParamError{ParamType, ReasonUnknown}
	}
	switch {
	case a.Secret.IsZero():
		return &ParamError{ParamSecret, ReasonMissing}
	case a.Secret.Len() > maxSecret:
		return &ParamError{ParamSecret, ReasonTooLong}
	}
	switch a.Algorithm {
	case SHA1, SHA256, SHA512:
	default:
		return &ParamError{ParamAlgorithm, ReasonUnknown}
	}
	if a.Digits < 1 || a.Digits > MaxDigits {
		return &ParamError{ParamDigits, ReasonRange}
	}
	return a.validateMovingFactor()
}

// validateMovingFactor checks what changes from code to code (the term is RFC
// 4226's), and that a Steam account has the values that all Steam accounts have.
func (a Account) validateMovingFactor() error {
	if a.Type == TypeHOTP {
		switch {
		case a.Period != 0:
			return &ParamError{ParamPeriod, ReasonUnused}
		case a.Counter > MaxCounter:
			return &ParamError{ParamCounter, ReasonRange}
		}
		return nil
	}
	if a.Period < 1 || a.Period > MaxPeriod {
		return &ParamError{ParamPeriod, ReasonRange}
	}
	if a.Counter != 0 {
		return &ParamError{ParamCounter, ReasonUnused}
	}
	if a.Type == TypeSteam {
		switch {
		case a.Algorithm != SHA1:
			return &ParamError{ParamAlgorithm, ReasonUnused}
		case a.Digits != SteamDigits:
			return &ParamError{ParamDigits, ReasonUnused}
		case a.Period != DefaultPeriod:
			return &ParamError{ParamPeriod, ReasonUnused}
		}
	}
	return nil
}

// CleanName makes an issuer or account name from foreign bytes fit for one line
// of a list or a terminal: line breaks and tabs become spaces; control
// characters and the invisible ones that turn the direction of text, with which
// one name can pass for another, are dropped; bytes that are not UTF-8 become
// U+FFFD; space around it goes. Joiners stay: emoji and Persian need them.
func CleanName(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\ufeff':
			return -1
		}
		return r
	}, text))
}
