package vault

import "time"

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
	Recovery  *RecoveryStatus // nil: no recovery code was ever saved
}

// SameCredential reports whether a and b make the same codes: type, secret,
// algorithm, digits and period agree. Names and counters do not count. Accounts
// without codes are never the same.
func (a Account) SameCredential(b Account) bool {
	return a.Type != TypeNone && a.Type == b.Type && a.Secret.Equal(b.Secret) &&
		a.Algorithm == b.Algorithm && a.Digits == b.Digits && a.Period == b.Period
}
