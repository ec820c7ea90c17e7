package vault_test

import (
	"errors"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

func TestParseEnrolment(t *testing.T) {
	const keyURI = "otpauth://totp/ACME:joe?secret=GEZDGNBVGY3TQOJQ"
	for _, tt := range []struct {
		name, text string
		issuer     string // of an account
		part       bool
		want       error // nil, vault.ErrNotKeyURI or a ParamError
	}{
		{"key URI", keyURI, "ACME", false, nil},
		{"migration link", migrationLink(part(7, 1, 2, entry("joe"))), "", true, nil},
		{"damaged migration link", "otpauth-migration://offline?data=*", "", false, &vault.ParamError{Param: vault.ParamMigration, Reason: vault.ReasonDamaged}},
		{"damaged key URI", "otpauth://totp/ACME:joe", "", false, &vault.ParamError{Param: vault.ParamSecret, Reason: vault.ReasonMissing}},
		{"something else", "https://example.com", "", false, vault.ErrNotKeyURI},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, err := vault.ParseEnrolment(tt.text)
			var want, got *vault.ParamError
			switch {
			case errors.As(tt.want, &want):
				if !errors.As(err, &got) || *got != *want {
					t.Errorf("got %v, want %v", err, want)
				}
			case !errors.Is(err, tt.want):
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if e.Account.Issuer != tt.issuer || (e.Part != nil) != tt.part {
				t.Errorf("got an account of %q, and a part: %v", e.Account.Issuer, e.Part != nil)
			}
		})
	}
}
