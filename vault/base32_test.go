package vault_test

import (
	"encoding/base32"
	"errors"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

var secretTexts = []struct {
	name, in, want string
}{
	{"padded", "MZXW6YQ=", "foob"},
	{"whole", "MZXW6YTB", "fooba"},
	{"wrong padding", "MZXW6YTBOI=", "foobar"},
	{"lower case, no padding", "mzxw6ytboi", "foobar"},
	{"spaces and dashes", " MZXW-6YTB_OI ", "foobar"},
	{"no-break and zero-width spaces, tab, line break", "MZ\u00a0XW\u200b6Y\tTB\r\nOI\ufeff", "foobar"},
	{"space within padding", "MZXW6YQ =", "foob"},
	{"leftover bits dropped", "MZXW6YTBO", "fooba"},
	{"one byte", "MY", "f"},
}

func TestParseSecret(t *testing.T) {
	for _, c := range secretTexts {
		t.Run(c.name, func(t *testing.T) {
			s, err := vault.ParseSecret(c.in)
			if err != nil || string(s.Expose()) != c.want {
				t.Errorf("got %q, %v; want %q", s.Expose(), err, c.want)
			}
		})
	}
}

func TestParseSecretRefuses(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     vault.Reason
	}{
		{"nothing", "", vault.ReasonMissing},
		{"only spaces", " - ", vault.ReasonMissing},
		{"only padding", "====", vault.ReasonMissing},
		{"five bits", "A", vault.ReasonNotBase32},
		{"0", "MZXW0YTB", vault.ReasonNotBase32},
		{"1", "MZXW1YTB", vault.ReasonNotBase32},
		{"8", "MZXW8YTB", vault.ReasonNotBase32},
		{"9", "MZXW9YTB", vault.ReasonNotBase32},
		{"padding in the middle", "MZ==XW6Y", vault.ReasonNotBase32},
		{"percent sign", "MZXW%20YTB", vault.ReasonNotBase32},
		{"dotless i", "MZXWıYTB", vault.ReasonNotBase32},
		{"full-width letters", "ＭＺＸＷ", vault.ReasonNotBase32},
		{"not UTF-8", "MZXW\xff", vault.ReasonNotBase32},
		{"513 bytes", strings.Repeat("A", 821), vault.ReasonTooLong},
		{"long text", strings.Repeat(" ", 1<<20), vault.ReasonTooLong},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := vault.ParseSecret(c.in)
			var pe *vault.ParamError
			if !errors.As(err, &pe) || pe.Param != vault.ParamSecret || pe.Reason != c.want {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	if s, err := vault.ParseSecret(strings.Repeat("A-", 820)); err != nil || s.Len() != 512 {
		t.Errorf("512 bytes: got %d, %v", s.Len(), err)
	}
}

func FuzzParseSecret(f *testing.F) {
	for _, c := range secretTexts {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := vault.ParseSecret(text)
		if err != nil {
			if !errors.Is(err, vault.ErrInvalid) || !s.IsZero() {
				t.Fatalf("%d bytes and error %v", s.Len(), err)
			}
			return
		}
		if s.IsZero() || s.Len() > 512 {
			t.Fatalf("%d bytes", s.Len())
		}
		again, err := vault.ParseSecret(base32Text(s))
		if err != nil || !again.Equal(s) {
			t.Fatalf("written and read again: %v", err)
		}
		// What the standard library takes, it must take for the same.
		if want, err := base32.StdEncoding.DecodeString(text); err == nil && !s.Equal(vault.NewSecret(want)) {
			t.Fatalf("%x, encoding/base32 reads %x", s.Expose(), want)
		}
	})
}
