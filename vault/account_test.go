package vault_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

// invalidCredentials are ways to spoil a TOTP account.
func invalidCredentials() map[string]func(*vault.Account) {
	return map[string]func(*vault.Account){
		"no type":              func(a *vault.Account) { a.Type = "" },
		"foreign type":         func(a *vault.Account) { a.Type = "motp" },
		"no secret":            func(a *vault.Account) { a.Secret = vault.Secret{} },
		"secret too long":      func(a *vault.Account) { a.Secret = vault.NewSecret(make([]byte, 513)) },
		"no algorithm":         func(a *vault.Account) { a.Algorithm = "" },
		"algorithm MD5":        func(a *vault.Account) { a.Algorithm = "MD5" },
		"no digits":            func(a *vault.Account) { a.Digits = 0 },
		"digits 11":            func(a *vault.Account) { a.Digits = 11 },
		"no period":            func(a *vault.Account) { a.Period = 0 },
		"negative period":      func(a *vault.Account) { a.Period = -30 },
		"period too long":      func(a *vault.Account) { a.Period = vault.MaxPeriod + 1 },
		"counter without use":  func(a *vault.Account) { a.Counter = 1 },
		"HOTP with a period":   func(a *vault.Account) { a.Type = vault.TypeHOTP },
		"HOTP counter":         func(a *vault.Account) { a.Type, a.Period, a.Counter = vault.TypeHOTP, 0, 1<<63 },
		"Steam with 6 digits":  func(a *vault.Account) { a.Type = vault.TypeSteam },
		"Steam with SHA256":    func(a *vault.Account) { a.Type, a.Digits, a.Algorithm = vault.TypeSteam, 5, vault.SHA256 },
		"Steam with period 60": func(a *vault.Account) { a.Type, a.Digits, a.Period = vault.TypeSteam, 5, 60 },
		"none with a secret":   func(a *vault.Account) { *a = vault.Account{Type: vault.TypeNone, Secret: a.Secret} },
		"none with digits":     func(a *vault.Account) { *a = vault.Account{Type: vault.TypeNone, Digits: 6} },
	}
}

func TestValidate(t *testing.T) {
	hotp := vault.Account{Type: vault.TypeHOTP, Secret: vault.NewSecret(make([]byte, 512)), Algorithm: vault.SHA512, Digits: 10, Counter: vault.MaxCounter}
	for _, a := range []vault.Account{
		totp(t, "JBSWY3DPEHPK3PXP"), steam(t, "JBSWY3DPEHPK3PXP"), hotp,
		{Type: vault.TypeNone, Issuer: strings.Repeat("é", vault.MaxName/2), Name: strings.Repeat("x", vault.MaxName)},
	} {
		if err := a.Validate(); err != nil {
			t.Errorf("%s: %v", a.Type, err)
		}
	}
	bad := invalidCredentials()
	bad["issuer too long"] = func(a *vault.Account) { a.Issuer = strings.Repeat("x", vault.MaxName+1) }
	bad["name too long"] = func(a *vault.Account) { a.Name = strings.Repeat("x", vault.MaxName+1) }
	bad["name not UTF-8"] = func(a *vault.Account) { a.Name = "\xff" }
	bad["name with a line break"] = func(a *vault.Account) { a.Name = "a\nb" }
	bad["issuer turns the text"] = func(a *vault.Account) { a.Issuer = "\u202egro.elpmaxe" }
	bad["issuer with space around"] = func(a *vault.Account) { a.Issuer = " X" }
	for name, spoil := range bad {
		t.Run(name, func(t *testing.T) {
			a := totp(t, "JBSWY3DPEHPK3PXP")
			spoil(&a)
			err := a.Validate()
			var pe *vault.ParamError
			if !errors.Is(err, vault.ErrInvalid) || !errors.As(err, &pe) || pe.Param == "" || pe.Reason == "" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		"GitHub":                                "GitHub",
		"  a b\t":                               "a b",
		"a\r\nb":                                "a  b",
		"a\u2028b\u0085c\u00a0d":                "a b c d",
		"\x1b[31mred\x00\x7f\u009b":             "[31mred",
		"\u202egro.elpmaxe\u202c \u2066x\u2069": "gro.elpmaxe x",
		"\ufeffX\u200e\u061c":                   "X",
		"بنك":                                   "بنك",
		"\U0001f3f4\u200d\u2620\ufe0f":          "\U0001f3f4\u200d\u2620\ufe0f",
		"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
		"\xff\xfebob": "\ufffd\ufffdbob",
		"\u202a \n":   "",
	} {
		if got := vault.CleanName(in); got != want || vault.CleanName(got) != got {
			t.Errorf("CleanName(%q) is %q, want %q", in, got, want)
		}
	}
}

func TestSameCredential(t *testing.T) {
	a := totp(t, "JBSWY3DPEHPK3PXP")
	renamed := a
	renamed.Issuer, renamed.Name, renamed.ID = "X", "bob", "1"
	if !a.SameCredential(renamed) {
		t.Error("names should not count")
	}
	other := a
	other.Secret = mustSecret(t, "JBSWY3DPEHPK3PXQ")
	longer := a
	longer.Period = 60
	none := vault.Account{Type: vault.TypeNone}
	for _, pair := range [][2]vault.Account{{a, other}, {a, longer}, {a, none}, {none, none}} {
		if pair[0].SameCredential(pair[1]) {
			t.Errorf("%v and %v are not the same", pair[0], pair[1])
		}
	}
}
