package vault_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
)

var recoveryTexts = []struct {
	name, text string
	want       []string
}{
	{"rotating code", "K6LGLV3RSH3VERMKET8L7QKU", []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"rotating code with space around", "\r\n  K6LGLV3RSH3VERMKET8L7QKU \n", []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"rotating code with dashes", "K6LG-LV3R-SH3V-ERMK-ET8L-7QKU", []string{"K6LG-LV3R-SH3V-ERMK-ET8L-7QKU"}},
	{"rotating code in groups", "K6LG LV3R SH3V ERMK ET8L 7QKU", []string{"K6LG LV3R SH3V ERMK ET8L 7QKU"}},
	{"two groups", "K6LG LV3R", []string{"K6LG LV3R"}},
	{"code without a digit", "KLGLVRSHVERMKETLQKUABCDE", []string{"KLGLVRSHVERMKETLQKUABCDE"}},
	{"code after its heading", "Recovery code: K6LGLV3RSH3VERMKET8L7QKU", []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"code below its heading", "Your recovery code\n\nK6LGLV3RSH3VERMKET8L7QKU\n\nKeep it somewhere safe.", []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"code within a sentence", "Your recovery code is K6LGLV3RSH3VERMKET8L7QKU.", []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"JSON answer", `{"recovery_code":"K6LGLV3RSH3VERMKET8L7QKU"}`, []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"zero-width characters", "K6LG\u200bLV3RSH3VERMK\ufeffET8L7QKU", []string{"K6LGLV3RSH3VERMKET8L7QKU"}},
	{"lines", "12345678\n87654321\r\n11112222\r33334444", []string{"12345678", "87654321", "11112222", "33334444"}},
	{"commas", "1a2b3c4d, 5e6f7a8b,9c0d1e2f", []string{"1a2b3c4d", "5e6f7a8b", "9c0d1e2f"}},
	{"JSON list", `["1a2b3c4d","5e6f7a8b"]`, []string{"1a2b3c4d", "5e6f7a8b"}},
	{"numbered with dots", "1. abcde-12345\n2. fghij-67890\n10. klmno-13579", []string{"abcde-12345", "fghij-67890", "klmno-13579"}},
	{"numbered with brackets", "1) abcde-12345\n(2) fghij-67890\n[3] klmno-13579", []string{"abcde-12345", "fghij-67890", "klmno-13579"}},
	{"numbered without a sign", "1 abcde-12345\n2 fghij-67890", []string{"abcde-12345", "fghij-67890"}},
	{"numbered in two columns", "1. abcde-12345 3. klmno-13579\n2: fghij-67890  4: pqrst-24680", []string{"abcde-12345", "klmno-13579", "fghij-67890", "pqrst-24680"}},
	{"bullets", "- abcde-12345\n* fghij-67890\n• klmno-13579\n☐ pqrst-24680", []string{"abcde-12345", "fghij-67890", "klmno-13579", "pqrst-24680"}},
	{"two columns of groups", "1234 5678    2012 3456\n8765 4321\t1357 2468", []string{"1234 5678", "2012 3456", "8765 4321", "1357 2468"}},
	{"two columns, one space", "12345678 87654321\n11223344 44332211", []string{"12345678", "87654321", "11223344", "44332211"}},
	{"one code of a list has no digit", "abcde-fghij\nabcd1-efgh2", []string{"abcde-fghij", "abcd1-efgh2"}},
	{"heading and prose around a list", "Example Recovery Codes\n\nSave these codes. Each works once:\n\nabcde-12345\nfghij-67890\n\nGenerated on 2026-11-24 for alice99@example.com\nSee https://example.com/help12345", []string{"abcde-12345", "fghij-67890"}},
	{"date after a heading", "abcde-12345\nDate: Nov 24, 2026\nTime: 12:30", []string{"abcde-12345"}},
	{"one twice", "abcde-12345\nabcde-12345", []string{"abcde-12345"}},
	{"words, one a line", "apple-river-stone\ngreen-lamp-fish", []string{"apple-river-stone", "green-lamp-fish"}},
	{"phrase", "correct horse battery staple", []string{"correct horse battery staple"}},
	{"phrase after a heading", "Recovery phrase: correct horse battery staple", []string{"correct horse battery staple"}},
	{"phrase with a tab", "correct\thorse battery staple", []string{"correct horse battery staple"}},
	{"phrase below a heading", "Your recovery phrase:\ncorrect horse battery staple", []string{"correct horse battery staple"}},
}

func TestParseRecoveryText(t *testing.T) {
	for _, c := range recoveryTexts {
		t.Run(c.name, func(t *testing.T) {
			codes, err := vault.ParseRecoveryText(c.text)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, code := range codes {
				got = append(got, string(code.Expose()))
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestParseRecoveryTextRefuses(t *testing.T) {
	var many strings.Builder
	for i := range vault.MaxRecoveryCodes + 1 {
		fmt.Fprintf(&many, "code-%04d\n", i)
	}
	for _, c := range []struct {
		name, text string
		want       vault.Reason
	}{
		{"nothing", " \r\n\t", vault.ReasonMissing},
		{"a link", "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP", vault.ReasonMissing},
		{"sentences", "Keep this page safe.\nIt is the last one!", vault.ReasonNotFound},
		{"too many", many.String(), vault.ReasonTooMany},
		{"one too long", strings.Repeat("k6", vault.MaxRecoveryCode), vault.ReasonTooLong},
		{"text too long", strings.Repeat("abcde-12345\n", 10_000), vault.ReasonTooLong},
		{"not UTF-8", "abcd\xff1234", vault.ReasonNotText},
	} {
		t.Run(c.name, func(t *testing.T) {
			codes, err := vault.ParseRecoveryText(c.text)
			var pe *vault.ParamError
			if !errors.As(err, &pe) || pe.Param != vault.ParamRecoveryCode || pe.Reason != c.want {
				t.Errorf("got %d codes and error %v, want %q", len(codes), err, c.want)
			}
			if !errors.Is(err, vault.ErrInvalid) {
				t.Error("the error does not wrap ErrInvalid")
			}
		})
	}
}

func FuzzParseRecoveryText(f *testing.F) {
	for _, c := range recoveryTexts {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		codes, err := vault.ParseRecoveryText(text)
		if (err == nil) != (len(codes) > 0) {
			t.Fatalf("%d codes and error %v", len(codes), err)
		}
		if len(codes) > vault.MaxRecoveryCodes {
			t.Fatalf("%d codes", len(codes))
		}
		seen := make(map[string]bool)
		for _, c := range codes {
			code := string(c.Expose())
			if code == "" || len(code) > vault.MaxRecoveryCode || seen[code] || strings.ContainsAny(code, "\r\n\t") {
				t.Fatalf("code %q", code)
			}
			seen[code] = true
		}
	})
}

// TestParseRecoveryTextLayouts lays out random codes of the shapes that
// services use in all the ways they show them.
func TestParseRecoveryTextLayouts(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	shapes := map[string]func() string{
		"8 digits":   func() string { return randomText(random, "0123456789", 8) },
		"6 digits":   func() string { return randomText(random, "0123456789", 6) },
		"4 4 digits": func() string { return randomText(random, "0123456789", 4) + " " + randomText(random, "0123456789", 4) },
		"hex 8":      func() string { return randomText(random, "0123456789abcdef", 8) },
		"5-5":        func() string { return randomText(random, lowerAlnum, 5) + "-" + randomText(random, lowerAlnum, 5) },
		"4-4-4": func() string {
			return randomText(random, upperAlnum, 4) + strings.Repeat("-"+randomText(random, upperAlnum, 4), 2)
		},
		"base32 of 16": func() string { return randomText(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16) },
		"rotating, 24": func() string { return randomText(random, upperAlnum, 24) },
		"hex 8-4": func() string {
			return randomText(random, "0123456789abcdef", 8) + "-" + randomText(random, "0123456789abcdef", 4)
		},
		"groups of 5":   func() string { return randomText(random, upperAlnum, 5) + " " + randomText(random, upperAlnum, 5) },
		"mixed case 12": func() string { return randomText(random, lowerAlnum+upperAlnum, 12) },
	}
	layouts := map[string]func([]string) string{
		"lines":       func(c []string) string { return strings.Join(c, "\n") },
		"commas":      func(c []string) string { return strings.Join(c, ", ") },
		"blank lines": func(c []string) string { return "\n" + strings.Join(c, "\r\n\r\n") + "\n" },
		"tabs":        func(c []string) string { return strings.Join(c[:2], "\t") + "\n" + strings.Join(c[2:], "\t") },
		"columns":     func(c []string) string { return strings.Join(c[:2], "    ") + "\n" + strings.Join(c[2:], "    ") },
		"dots":        func(c []string) string { return numbered(c, " 1. ", "\n") },
		"brackets":    func(c []string) string { return numbered(c, "(1) ", "\n") },
		"on one line": func(c []string) string { return numbered(c, "1) ", " ") },
		"bare":        func(c []string) string { return numbered(c, "1 ", "\n") },
		"bullets":     func(c []string) string { return "• " + strings.Join(c, "\n• ") },
		"dashes":      func(c []string) string { return "- " + strings.Join(c, "\n- ") },
		"prose": func(c []string) string {
			return "Example recovery codes\nYou have 4 codes. Keep these 4 safe!\n\n" + strings.Join(c, "\n") + "\n\nMade on 2026-11-24 at 12:30.\n"
		},
	}
	for shape, code := range shapes {
		for layout, write := range layouts {
			for range 20 {
				want := []string{code(), code(), code(), code()}
				codes, err := vault.ParseRecoveryText(write(want))
				var got []string
				for _, c := range codes {
					got = append(got, string(c.Expose()))
				}
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("%s, %s: %q\ngave %q, %v", shape, layout, write(want), got, err)
				}
			}
		}
	}
}

const (
	lowerAlnum = "abcdefghijklmnopqrstuvwxyz0123456789"
	upperAlnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)

func randomText(random *rand.Rand, alphabet string, length int) string {
	b := make([]byte, length)
	for i := range b {
		b[i] = alphabet[random.IntN(len(alphabet))]
	}
	return string(b)
}

// numbered writes codes with numbers in the style of first.
func numbered(codes []string, first, between string) string {
	var lines []string
	for i, c := range codes {
		lines = append(lines, strings.Replace(first, "1", fmt.Sprint(i+1), 1)+c)
	}
	return strings.Join(lines, between)
}
